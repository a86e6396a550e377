// Many hosts have one 404 page for a whole origin. An address inside a locked set ends here when nobody has unlocked it: find out
// which folder of the address is such a set, wherever the site lies on its host, and open its lock screen with the rest of the address
// in the fragment.
(async () => {
  const parts = location.pathname.split("/").slice(1);
  const rest = (depth) => parts.slice(depth + 1).join("/") + location.search + location.hash;
  for (let depth = 0; depth < Math.min(parts.length, 6); depth += 1) {
    if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(parts[depth])) continue;
    const folder = `${location.origin}/${parts.slice(0, depth + 1).join("/")}/`;
    if (new URL(folder).pathname === location.pathname) return;
    try {
      const answer = await fetch(`${folder}keyring`, { cache: "no-store" });
      // Some hosts answer whatever they are asked for.
      const begins = answer.ok ? new TextDecoder().decode((await answer.arrayBuffer()).slice(0, 4)) : "";
      if (begins === "ALSK") return void location.replace(`${folder}#/${rest(depth)}`);
    } catch {
      return; // Out of reach: the page that stands here says what it can.
    }
  }
})();
