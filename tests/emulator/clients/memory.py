#!/usr/bin/env python3
"""memory.py - how much memory the emulator takes while a long day of requests goes by.

  memory.py PROGRAM [REQUESTS]

Starts the program, sends so many requests (100,000 unless said) of all kinds that leave something behind, in one
connection, and prints what it holds in MiB on the way, at the end, and after a reset. Ends with 1 where the last
fifth of the requests took more than a tenth of what was there before, or the reset gave nothing back. Standard
library only; it talks to 127.0.0.1 alone.
"""
import base64
import http.client
import json
import subprocess
import sys
import time

TOKEN = {"Authorization": "Bearer t", "Content-Type": "application/json"}
LINE = ["3/11/2026", "Facebook", "Persona Inventada", "1.999.000.001", "300 000 0001", "persona@x.example"]


def resident(process):
    with open("/proc/%d/status" % process.pid, encoding="utf-8") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main():
    program, requests = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    process = subprocess.Popen([program, "--listen", "127.0.0.1:0", "--token", "t:a@x.example"],
                               stdout=subprocess.PIPE, text=True)
    try:
        address = process.stdout.readline().split("//")[1].strip()
        connection = http.client.HTTPConnection(address, timeout=60)

        def call(method, path, body=None):
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, TOKEN)
            answer = connection.getresponse().read()
            return json.loads(answer) if answer.strip() else {}

        book = call("POST", "/v4/spreadsheets", {"properties": {"title": "CE-F05"}})["spreadsheetId"]
        values = "/v4/spreadsheets/%s/values/" % book
        mail = base64.urlsafe_b64encode(b"To: b@x.example\r\nSubject: uno\r\n\r\ndos").decode()

        def turn(n):
            """Ten requests."""
            row = n % 500 + 2
            call("PUT", values + "Sheet1!A%d?valueInputOption=USER_ENTERED" % row, {"values": [LINE + [n]]})
            call("GET", values + "Sheet1!A1:G20")
            call("POST", "/v4/spreadsheets/%s:batchUpdate" % book, {"requests": [
                {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 5, "endIndex": 6}}},
                {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 6, "endIndex": 7}}}]})
            call("POST", values + "Sheet1!A900:append?valueInputOption=RAW", {"values": [LINE]})
            call("POST", values + "Sheet1!A800:G1000:clear", {})
            call("GET", "/drive/v3/files?fields=files(id,name)&pageSize=5")
            draft = call("POST", "/gmail/v1/users/me/drafts", {"message": {"raw": mail}})["id"]
            call("DELETE", "/gmail/v1/users/me/drafts/" + draft)
            made = call("POST", "/drive/v3/files", {"name": "f"})["id"]
            call("DELETE", "/drive/v3/files/" + made)

        marks = [resident(process)]
        print("at the start: %.0f MiB" % marks[0], flush=True)
        turns = requests // 10
        for n in range(turns):
            turn(n)
            if (n + 1) % (turns // 5) == 0:
                marks.append(resident(process))
                print("after %d requests: %.0f MiB" % ((n + 1) * 10, marks[-1]), flush=True)
        print("logs: %s" % json.dumps(call("GET", "/_emulator/logs")))
        call("POST", "/_emulator/reset")
        # The allocator gives pages back about a second later, when it is used.
        for _ in range(4):
            time.sleep(0.5)
            for _ in range(20):
                call("GET", "/drive/v3/files")
        after = resident(process)
        print("after a reset: %.0f MiB" % after)
        return 0 if marks[-1] <= marks[-2] * 1.1 and after < marks[-1] else 1
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
