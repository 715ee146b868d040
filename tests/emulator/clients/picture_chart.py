"""Charts of Sheets as charts of Excel: columns, bars, lines, areas, dots, their mixtures, and pies."""

KINDS = {"COLUMN": "column", "BAR": "bar", "LINE": "line", "AREA": "area", "STEPPED_AREA": "area", "SCATTER": "scatter"}
STACKS = {"STACKED": "stacked", "PERCENT_STACKED": "percent_stacked"}
LEGENDS = {"BOTTOM_LEGEND": "bottom", "LEFT_LEGEND": "left", "RIGHT_LEGEND": "right", "TOP_LEGEND": "top",
           "NO_LEGEND": "none"}
# Sheets' own sequence, for series without a colour.
COLORS = ["#4285F4", "#EA4335", "#FBBC04", "#34A853", "#FF6D01", "#46BDC6", "#7BAAF7", "#F07B72", "#FCD04F", "#71C287"]


def place(chart):
    """Anchor's row and column, offsets and size in pixels."""
    over = chart.get("position", {}).get("overlayPosition", {})
    anchor = over.get("anchorCell", {})
    return (anchor.get("rowIndex", 0), anchor.get("columnIndex", 0), over.get("offsetXPixels", 0),
            over.get("offsetYPixels", 0), over.get("widthPixels", 600), over.get("heightPixels", 371))


def end(chart, data):
    """The first row and column that the chart does not touch."""
    row, column, x, y, wide, high = place(chart)
    about = data.get("columnMetadata", [])
    row += -(-(y + high) // 20)
    left = x + wide
    while left > 0:
        left -= about[column].get("pixelSize", 100) if column < len(about) else 100
        column += 1
    return row, column


def reference(workbook_tab, source, skip):
    """A range as XlsxWriter takes it, its header left out."""
    top = source.get("startRowIndex", 0)
    return [workbook_tab, top + skip, source.get("startColumnIndex", 0),
            source.get("endRowIndex", top + 1) - 1, source.get("endColumnIndex", 1) - 1]


def first(data):
    return data.get("sourceRange", {}).get("sources", [{}])[0]


def add(workbook, sheet, tab, color):
    """Puts every chart of the tab on the sheet. Charts over ranges of other tabs are left out."""
    name, own = sheet.get_name(), tab["properties"]["sheetId"]
    rows = tab.get("data", [{}])[0].get("rowData", [])

    def title_of(source):
        values = rows[source.get("startRowIndex", 0)].get("values", []) if source.get("startRowIndex", 0) < len(rows) else []
        column = source.get("startColumnIndex", 0)
        return values[column].get("formattedValue", "") if column < len(values) else ""

    def pattern_of(source):
        last = source.get("endRowIndex", 1) - 1
        values = rows[last].get("values", []) if last < len(rows) else []
        column = source.get("startColumnIndex", 0)
        cell = values[column] if column < len(values) else {}
        return cell.get("effectiveFormat", {}).get("numberFormat", {}).get("pattern", "General")

    for drawn in tab.get("charts", []):
        spec = drawn.get("spec", {})
        basic, pie = spec.get("basicChart"), spec.get("pieChart")
        if basic:
            chart = basic_chart(workbook, basic, name, own, color, title_of, pattern_of)
        elif pie:
            chart = workbook.add_chart({"type": "doughnut" if pie.get("pieHole") else "pie"})
            chart.add_series({"categories": reference(name, first(pie["domain"]), 0),
                              "values": reference(name, first(pie["series"]), 0)})
            chart.set_legend({"position": LEGENDS.get(pie.get("legendPosition"), "right")})
        else:
            continue
        if chart is None:
            continue
        title = spec.get("title")
        chart.set_title({"name": title, "name_font": {"size": 14, "bold": False, "color": "#757575"}, "overlay": False}
                        if title else {"none": True})
        row, column, x, y, wide, high = place(drawn)
        chart.set_size({"width": wide, "height": high})
        sheet.insert_chart(row, column, chart, {"x_offset": x, "y_offset": y, "object_position": 3})


def basic_chart(workbook, basic, name, own, color, title_of, pattern_of):
    kind = basic.get("chartType", "COLUMN")
    headers = basic.get("headerCount", 0)
    domain = first(basic["domains"][0]["domain"]) if basic.get("domains") else None
    pattern = pattern_of(domain) if domain else "General"
    numbers = pattern_of(first(basic["series"][0]["series"])) if basic.get("series") else "General"
    charts = {}
    for at, series in enumerate(basic.get("series", [])):
        source = first(series["series"])
        if source.get("sheetId", 0) != own:
            return None
        shape = KINDS.get(series.get("type", kind) if kind == "COMBO" else kind, "column")
        if shape not in charts:
            stack = STACKS.get(basic.get("stackedType"))
            charts[shape] = workbook.add_chart({"type": shape, **({"subtype": stack} if stack and shape != "line" else {})})
        ink = color(series.get("colorStyle"), series.get("color")) or COLORS[at % len(COLORS)]
        line = {"line": {"color": ink, "width": 2}} if shape == "line" else {"fill": {"color": ink}}
        across = series.get("targetAxis") == "RIGHT_AXIS"
        charts[shape].add_series({"name": title_of(source) if headers else "", "values": reference(name, source, headers),
                                  **({"categories": reference(name, domain, headers)} if domain else {}), **line,
                                  **({"y2_axis": True} if across else {})})
    if not charts:
        return None
    chart, *others = charts.values()
    for other in others:
        chart.combine(other)
    font = {"size": 10, "bold": False, "italic": True, "color": "#444444"}
    for axis in basic.get("axis", []):
        setter = {"BOTTOM_AXIS": "set_x_axis", "LEFT_AXIS": "set_y_axis", "RIGHT_AXIS": "set_y2_axis"}.get(axis.get("position"))
        if not setter:
            continue
        target = others[0] if setter == "set_y2_axis" and others else chart
        window = axis.get("viewWindowOptions", {})
        bounds = {"min": window.get("viewWindowMin"), "max": window.get("viewWindowMax")}
        # The categories stand at the left of bars, the first of them on top.
        categories = setter == ("set_y_axis" if kind == "BAR" else "set_x_axis")
        words = {"text_axis": True, "num_format": pattern} if categories and kind != "SCATTER" else {"num_format": numbers}
        getattr(target, setter)({"name": axis.get("title", ""), "name_font": font, "num_font": {"size": 9},
                                 "major_gridlines": {"visible": not categories, "line": {"color": "#CCCCCC"}},
                                 "reverse": kind == "BAR" and categories, **words,
                                 **{bound: value for bound, value in bounds.items() if value is not None}})
    chart.set_legend({"position": LEGENDS.get(basic.get("legendPosition"), "right")})
    return chart
