// Many hosts have one 404 page for a whole origin. An address inside a locked set ends here when nobody has unlocked it:
// find out whether there is such a set, and open its lock screen with the rest of the address in the fragment.
(async () => {
  const base = document.currentScript.dataset.base;
  if (!location.pathname.startsWith(base)) return;
  const [set, ...rest] = location.pathname.slice(base.length).split("/");
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(set)) return;
  try {
    const answer = await fetch(`${base}${set}/keyring`, { cache: "no-store" });
    if (answer.ok) location.replace(`${base}${set}/#/${rest.join("/")}`);
  } catch {
    // Out of reach: the page that stands here says what it can.
  }
})();
