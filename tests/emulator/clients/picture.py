#!/usr/bin/env python3
"""Pictures of a spreadsheet as people see it: PNG files, one or more for each tab.

  picture.py SOURCE FOLDER [--tab TITLE]... [--hidden] [--today YYYY-MM-DD] [--window WIDTHxHEIGHT]

SOURCE is the address of a running emulator (http://127.0.0.1:9009), of which every spreadsheet is taken, or a file
that holds the answer of spreadsheets.get with includeGridData, from the emulator or from Google. Hidden tabs are left
out unless --hidden. --today is what TODAY() and NOW() mean in the rules that colour cells. --window cuts each picture
into pieces of at most that many pixels, at the size at which a browser shows them.

Needs XlsxWriter and Pillow from PyPI, LibreOffice Calc (soffice) and poppler (pdftoppm). Exit status: 0 done, 1 not,
2 wrong usage, 77 when one of them is not installed.
"""
import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

try:
    import xlsxwriter  # noqa: F401 - picture_book writes with it
    from PIL import Image, ImageChops
    missing = [program for program in ("soffice", "pdftoppm") if not shutil.which(program)]
    if missing:
        raise ImportError("no " + ", ".join(missing))
except ImportError as error:
    print("picture.py: skipped, %s" % error)
    sys.exit(77)

import picture_book


def books(source):
    """Every spreadsheet of the source, by its name in file names."""
    if not source.startswith("http"):
        with open(source, encoding="utf-8") as file:
            book = json.load(file)
        return {os.path.splitext(os.path.basename(source))[0]: book}
    base = source.rstrip("/") + "/_emulator/spreadsheets"

    def read(address):
        with urllib.request.urlopen(address, timeout=60) as answer:
            return json.load(answer)

    return {named(known["title"]): read(base + "/" + known["id"]) for known in read(base)}


def named(title):
    """A title as a file name, accents kept."""
    return re.sub(r"[^\w-]+", "-", title).strip("-")


def pages(workbook, folder, dots):
    """The workbook printed by LibreOffice, a picture a page."""
    profile = "-env:UserInstallation=file://" + os.path.join(folder, "profile")
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, workbook],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
    pdf = os.path.splitext(workbook)[0] + ".pdf"
    start = os.path.join(folder, "page")
    subprocess.run(["pdftoppm", "-png", "-r", str(dots), pdf, start], check=True, timeout=300)
    found = sorted(name for name in os.listdir(folder) if name.startswith("page-") and name.endswith(".png"))
    return [cropped(Image.open(os.path.join(folder, name)).convert("RGB")) for name in found]


def cropped(page):
    """Without the paper around it."""
    white = Image.new("RGB", page.size, (255, 255, 255))
    box = ImageChops.difference(page, white).getbbox()
    return page.crop(box) if box else page


def pieces(page, window):
    if not window:
        return [page]
    wide, high = window
    return [page.crop((left, top, min(left + wide, page.width), min(top + high, page.height)))
            for top in range(0, page.height, high) for left in range(0, page.width, wide)]


def window(text):
    wide, high = text.lower().split("x")
    return int(wide), int(high)


def main():
    usage = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    usage.add_argument("source")
    usage.add_argument("folder")
    usage.add_argument("--tab", action="append")
    usage.add_argument("--hidden", action="store_true")
    usage.add_argument("--today", type=datetime.date.fromisoformat, default=datetime.date.today())
    usage.add_argument("--window", type=window)
    asked = usage.parse_args()
    os.makedirs(asked.folder, exist_ok=True)
    drawn = 0
    for name, book in books(asked.source).items():
        for tab in book["sheets"]:
            title = tab["properties"]["title"]
            if asked.tab and title not in asked.tab or tab["properties"].get("hidden") and not asked.hidden:
                continue
            with tempfile.TemporaryDirectory() as scratch:
                workbook = os.path.join(scratch, "tab.xlsx")
                dots = picture_book.write(workbook, book, tab, asked.today)
                drawings = [piece for page in pages(workbook, scratch, dots) for piece in pieces(page, asked.window)]
            for number, drawing in enumerate(drawings, 1):
                number = "" if len(drawings) == 1 else "-%02d" % number
                path = os.path.join(asked.folder, "%s-%s%s.png" % (name, named(title), number))
                drawing.save(path)
                print("%s  %d × %d" % (path, *drawing.size))
                drawn += 1
    if not drawn:
        print("picture.py: no tab of that title is there", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
