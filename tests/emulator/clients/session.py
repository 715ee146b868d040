#!/usr/bin/env python3
"""Sessions of gspread and of google-api-python-client against the emulator; they check what they read back.

  session.py PROGRAM     PROGRAM is the built google-emulator

Needs gspread 6.2.1 and google-api-python-client, from PyPI.  Exit status: 0 all as expected, 1 not,
77 when one of the clients is not installed.
"""
import os
import subprocess
import sys
import tempfile

try:
    import google.oauth2.service_account as service_account
    import google_session
    import gspread_session
except ImportError as missing:
    print("session.py: skipped, %s" % missing)
    sys.exit(77)

WHO = "comunicaciones@x.example"
SCOPES = ["https://www.googleapis.com/auth/" + s for s in ("spreadsheets", "drive", "gmail.modify", "gmail.compose")]


def main():
    with tempfile.TemporaryDirectory() as scratch:
        key = os.path.join(scratch, "key.json")
        emulator = subprocess.Popen([sys.argv[1], "--listen", "127.0.0.1:0", "--token", "t:" + WHO,
                                     "--token", "other:otra@x.example", "--key-out", key],
                                    stdout=subprocess.PIPE, text=True)
        try:
            base = emulator.stdout.readline().split()[-1]
            credentials = service_account.Credentials.from_service_account_file(key, scopes=SCOPES, subject=WHO)
            for session in (gspread_session, google_session):
                session.run(base, credentials)
                print("session.py: %s is content" % session.__name__.split("_")[0])
        finally:
            emulator.terminate()
            emulator.wait()


if __name__ == "__main__":
    main()
