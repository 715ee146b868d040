"""A tab of a spreadsheet, as spreadsheets.get tells it, as an Excel workbook that looks the same.

Kept: values as shown, fonts, colours, borders, number formats, alignment, wrapping and cutting off, widths, heights,
merges, hidden rows and columns, where the tab is frozen, links, bands, rules that colour cells, charts. A cell with a
drop-down ends in ▾, as the window shows it. Not kept: filter views, notes, slicers, tables.
"""
import re

import xlsxwriter
from PIL import ImageFont
from xlsxwriter.utility import xl_rowcol_to_cell

import picture_chart

# A3 across, within its margins, in pixels of a screen; LibreOffice shrinks the tab to it.
PAPER = 1540
FROZEN, GRID = "#9AA0A6", "#E2E3E3"
FONTS = {}
BORDERS = {"SOLID": 1, "SOLID_MEDIUM": 2, "SOLID_THICK": 5, "DOTTED": 4, "DASHED": 3, "DOUBLE": 6}


def color(style, plain=None, theme=()):
    """`#RRGGBB` of a ColorStyle or Color; None where neither is given."""
    style = style or {}
    rgb = style.get("rgbColor", plain)
    if "themeColor" in style:
        rgb = dict(theme).get(style["themeColor"], {})
    if rgb is None:
        return None
    return "#%02X%02X%02X" % tuple(round(255 * rgb.get(part, 0)) for part in ("red", "green", "blue"))


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook, theme):
        self.workbook, self.theme, self.made = workbook, theme, {}

    def of(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.workbook.add_format(properties)
        return self.made[key]

    def text(self, text):
        """What a TextFormat says of letters."""
        out = {"font_name": "Arial", "font_size": text.get("fontSize", 10)}
        out.update({name: True for name in ("bold", "italic") if text.get(name)})
        if text.get("underline") or text.get("link"):
            out["underline"] = 1
        if text.get("strikethrough"):
            out["font_strikeout"] = True
        ink = color(text.get("foregroundColorStyle"), text.get("foregroundColor"), self.theme)
        if text.get("link") and ink in (None, "#000000"):
            ink = "#1155CC"
        if ink and ink != "#000000":
            out["font_color"] = ink
        return out

    def cell(self, shown, locale):
        """What a CellFormat says of a cell."""
        out = self.text(shown.get("textFormat", {}))
        back = color(shown.get("backgroundColorStyle"), shown.get("backgroundColor"), self.theme)
        if back and back != "#FFFFFF":
            out["bg_color"] = back
        if shown.get("wrapStrategy") == "WRAP":
            out["text_wrap"] = True
        if shown.get("wrapStrategy") == "CLIP":
            out["align"] = "fill"
        if "horizontalAlignment" in shown:
            out["align"] = shown["horizontalAlignment"].lower()
        out["valign"] = {"TOP": "top", "MIDDLE": "vcenter"}.get(shown.get("verticalAlignment"), "bottom")
        pattern = shown.get("numberFormat", {}).get("pattern")
        if pattern:
            out["num_format"] = locale + pattern
        for side, border in shown.get("borders", {}).items():
            if side in ("top", "bottom", "left", "right") and border.get("style") in BORDERS:
                out[side] = BORDERS[border["style"]]
                out[side + "_color"] = color(border.get("colorStyle"), border.get("color"), self.theme) or "#000000"
        return out


def write(path, book, tab, today):
    """Writes the tab to the path. Returns the dots an inch at which a page has the size of the screen."""
    theme = [(entry["colorType"], entry["color"].get("rgbColor", {}))
             for entry in book["properties"].get("spreadsheetTheme", {}).get("themeColors", [])]
    usual = {"font_name": "Arial", "font_size": 10}
    workbook = xlsxwriter.Workbook(path, {"default_format_properties": usual, "strings_to_formulas": False,
                                          "strings_to_urls": False})
    looks = Looks(workbook, theme)
    sheet = workbook.add_worksheet(tab["properties"]["title"][:31].translate({ord(c): "-" for c in "[]:*?/\\"}))
    # Number formats are written as es_CO writes numbers where the spreadsheet does.
    locale = "[$-240A]" if book["properties"].get("locale", "").startswith("es_CO") else ""
    data = tab.get("data", [{}])[0]
    bottom, right = extent(tab, data)
    width = columns(sheet, data, right)
    cells = grid(tab, data, bottom, right)
    frozen = tab["properties"]["gridProperties"]
    lines = {} if frozen.get("hideGridlines") else {"right": 1, "right_color": GRID, "bottom": 1, "bottom_color": GRID}
    for (row, column), cell in cells.items():
        look = {**lines, **looks.cell(cell.get("effectiveFormat", {}), locale)}
        if row + 1 == frozen.get("frozenRowCount"):
            look.update(bottom=2, bottom_color=FROZEN)
        if column + 1 == frozen.get("frozenColumnCount"):
            look.update(right=2, right_color=FROZEN)
        put(sheet, looks, row, column, cell, look)
    for merge in tab.get("merges", []):
        top, left = merge["startRowIndex"], merge["startColumnIndex"]
        cell = cells.get((top, left), {})
        look = looks.of(**looks.cell(cell.get("effectiveFormat", {}), locale))
        if (merge["endRowIndex"] - top) * (merge["endColumnIndex"] - left) > 1:
            sheet.merge_range(top, left, merge["endRowIndex"] - 1, merge["endColumnIndex"] - 1, shown(cell), look)
    for row, about in enumerate(data.get("rowMetadata", [])[:bottom]):
        hidden = {"hidden": True} if about.get("hiddenByUser") or about.get("hiddenByFilter") else {}
        if hidden:
            sheet.set_row(row, None, None, hidden)
        elif about.get("pixelSize", 21) != 21:
            sheet.set_row_pixels(row, about["pixelSize"])
        else:
            sheet.set_row_pixels(row, height(cells, data, row, right))
    rules(sheet, looks, tab, today)
    picture_chart.add(workbook, sheet, tab, lambda style, plain: color(style, plain, theme))
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.set_margins(0.2, 0.2, 0.2, 0.2)
    sheet.fit_to_pages(1, 0)
    sheet.print_row_col_headers()
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, max(bottom - 1, 0), max(right - 1, 0))
    workbook.close()
    return round(96 * max(1.0, (width + 45) / PAPER))


def extent(tab, data):
    """How many rows and columns people see something in; charts count."""
    rows = data.get("rowData", [])
    bottom = max((at for at, row in enumerate(rows, 1) if any(shown(cell) for cell in row.get("values", []))), default=1)
    right = max((at for row in rows for at, cell in enumerate(row.get("values", []), 1)
                 if shown(cell) or "userEnteredFormat" in cell), default=1)
    for chart in tab.get("charts", []):
        row, column = picture_chart.end(chart, data)
        bottom, right = max(bottom, row), max(right, column)
    return bottom, right


def columns(sheet, data, right):
    """Sets the widths; returns their sum, hidden ones left out."""
    total = 0
    about = data.get("columnMetadata", [])
    for column in range(right):
        known = about[column] if column < len(about) else {}
        pixels = known.get("pixelSize", 100)
        hidden = bool(known.get("hiddenByUser"))
        sheet.set_column_pixels(column, column, pixels, None, {"hidden": hidden})
        total += 0 if hidden else pixels
    return total


def height(cells, data, row, right):
    """A row that nobody has sized is as high as its wrapped texts need."""
    about, most = data.get("columnMetadata", []), 21
    for column in range(right):
        cell = cells[row, column]
        look = cell.get("effectiveFormat", {})
        size, bold = look.get("textFormat", {}).get("fontSize", 10), look.get("textFormat", {}).get("bold", False)
        count = 1
        if look.get("wrapStrategy") == "WRAP" and shown(cell):
            pixels = about[column].get("pixelSize", 100) if column < len(about) else 100
            count = sum(folds(line, pixels - 7, size, bold) for line in shown(cell).split("\n"))
        if shown(cell):
            most = max(most, round(size * 0.7) + round(size * 1.5) * count)
    return most


def folds(line, pixels, size, bold):
    """How many lines a paragraph takes in a cell."""
    font = FONTS.setdefault((size, bold), ImageFont.truetype(
        "LiberationSans-%s.ttf" % ("Bold" if bold else "Regular"), round(size * 4 / 3)))
    count, used, space = 1, 0.0, font.getlength(" ")
    for word in line.split(" "):
        wide = font.getlength(word)
        if used and used + wide > pixels:
            count, used = count + 1, 0.0
        # A word longer than the cell is broken.
        while wide > pixels:
            count, wide = count + 1, wide - pixels
        used += wide + space
    return count


def grid(tab, data, bottom, right):
    """The cells by place, the colours of bands laid under them."""
    cells = {(row, column): {} for row in range(bottom) for column in range(right)}
    for row, values in enumerate(data.get("rowData", [])[:bottom]):
        for column, cell in enumerate(values.get("values", [])[:right]):
            if cell:
                cells[row, column] = cell
    for band in tab.get("bandedRanges", []):
        place, colors = band["range"], band.get("rowProperties", {})
        top = place.get("startRowIndex", 0)
        for row in range(top, min(place.get("endRowIndex", bottom), bottom)):
            head = "headerColorStyle" in colors
            names = ["firstBandColorStyle", "secondBandColorStyle"]
            name = "headerColorStyle" if head and row == top else names[(row - top - head) % 2]
            for column in range(place.get("startColumnIndex", 0), min(place.get("endColumnIndex", right), right)):
                cell = cells.setdefault((row, column), {})
                if "backgroundColorStyle" not in cell.get("userEnteredFormat", {}) and name in colors:
                    cell["effectiveFormat"] = {**cell.get("effectiveFormat", {}), "backgroundColorStyle": colors[name]}
    return cells


def shown(cell):
    return cell.get("formattedValue", "")


def put(sheet, looks, row, column, cell, look):
    value, text = cell.get("effectiveValue", {}), shown(cell)
    drop = cell.get("dataValidation", {}).get("condition", {}).get("type") in ("ONE_OF_LIST", "ONE_OF_RANGE")
    if drop:
        sheet.write_string(row, column, (text + " ▾").strip(), looks.of(**({"align": "right"} if not text else {}), **look))
        return
    runs = cell.get("textFormatRuns", [])
    if runs and text:
        parts = []
        for at, run in enumerate(runs):
            start = run.get("startIndex", 0)
            end = runs[at + 1].get("startIndex") if at + 1 < len(runs) else len(text)
            if at == 0 and start:
                parts.append(text[:start])
            own = {**cell.get("effectiveFormat", {}).get("textFormat", {}), **run.get("format", {})}
            parts += [looks.of(**looks.text(own)), text[start:end]]
        if len([part for part in parts if isinstance(part, str)]) > 1:
            sheet.write_rich_string(row, column, *parts, looks.of(**look))
            return
        look.update(looks.text({**cell.get("effectiveFormat", {}).get("textFormat", {}), **runs[0].get("format", {})}))
    if cell.get("hyperlink"):
        look.update(underline=1, font_color=look.get("font_color", "#1155CC"))
    if "numberValue" in value:
        sheet.write_number(row, column, value["numberValue"], looks.of(**look))
    elif text:
        if "boolValue" in value or "errorValue" in value:
            look.setdefault("align", "center")
        sheet.write_string(row, column, text, looks.of(**look))
    else:
        sheet.write_blank(row, column, None, looks.of(**look))


def rules(sheet, looks, tab, today):
    """The rules that colour cells, the first that holds winning, as in the window."""
    day = "DATE(%d,%d,%d)" % (today.year, today.month, today.day)
    for rule in tab.get("conditionalFormats", []):
        boolean = rule.get("booleanRule")
        if not boolean:
            continue
        format = boolean.get("format", {})
        look = {name: value for name, value in looks.text(format.get("textFormat", {})).items()
                if name not in ("font_name", "font_size")}
        back = color(format.get("backgroundColorStyle"), format.get("backgroundColor"), looks.theme)
        if back:
            look["bg_color"] = back
        for place in rule["ranges"]:
            top, left = place.get("startRowIndex", 0), place.get("startColumnIndex", 0)
            criterion = formula(boolean["condition"], xl_rowcol_to_cell(top, left), day)
            last = place.get("endRowIndex", 1000) - 1, place.get("endColumnIndex", 26) - 1
            if criterion and last[0] >= top and last[1] >= left:
                sheet.conditional_format(top, left, *last, {
                    "type": "formula", "criteria": criterion, "format": looks.of(**look), "stop_if_true": True})


def formula(condition, first, day):
    """The condition of a rule as a formula of Excel's, for the first cell of its range."""
    values = [value.get("userEnteredValue", "") for value in condition.get("values", [])]
    quoted = ['"%s"' % value.replace('"', '""') for value in values]
    kind = condition["type"]
    if kind == "CUSTOM_FORMULA":
        parts = re.split(r'("[^"]*")', values[0])
        for at in range(0, len(parts), 2):
            part = parts[at].replace(";", ",")
            part = re.sub(r"\b(TODAY|HOY)\(\)", day, part, flags=re.I)
            part = re.sub(r"\b(NOW|AHORA)\(\)", "(%s+0.5)" % day, part, flags=re.I)
            for spanish, english in (("SI", "IF"), ("Y", "AND"), ("O", "OR"), ("NO", "NOT"), ("ESBLANCO", "ISBLANK")):
                part = re.sub(r"\b%s\(" % spanish, english + "(", part)
            parts[at] = part
        return "".join(parts)
    simple = {"TEXT_EQ": "%s=%s", "TEXT_CONTAINS": "ISNUMBER(SEARCH(%.0s%s,%.0s{0}))", "NUMBER_LESS": "%s<%s",
              "NUMBER_GREATER": "%s>%s", "NUMBER_LESS_THAN_EQ": "%s<=%s", "NUMBER_GREATER_THAN_EQ": "%s>=%s",
              "NUMBER_EQ": "%s=%s"}
    if kind == "TEXT_CONTAINS":
        return "=ISNUMBER(SEARCH(%s,%s))" % (quoted[0], first)
    if kind == "TEXT_STARTS_WITH":
        return "=LEFT(%s,LEN(%s))=%s" % (first, quoted[0], quoted[0])
    if kind in ("BLANK", "NOT_BLANK"):
        return "=%s%s\"\"" % (first, "=" if kind == "BLANK" else "<>")
    if kind in simple:
        return "=" + simple[kind] % (first, quoted[0] if kind == "TEXT_EQ" else values[0])
    return None
