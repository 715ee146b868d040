// Loads the page again when what it shows has changed.
const { watch, seen } = document.body.dataset;
if (seen) {
  setInterval(async () => {
    try {
      const answer = await (await fetch(watch)).json();
      if (answer.changed !== seen) location.reload();
    } catch {
      // The emulator has ended; the page stays as it was.
    }
  }, 1000);
}
