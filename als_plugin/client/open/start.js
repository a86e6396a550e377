/**
 * What every page of an open handbook does of itself, before the page script proper.
 * @module
 */

import "../lockbutton.js";
import { _, inFull } from "../words.js";
import { followDeepLinks } from "./deep.js";
import { saveDownloads } from "./downloads.js";
import { lockWhenIdle } from "./idle.js";
import { idleLimit } from "./limit.js";
import { announce } from "./notice.js";
import { lockNow, tellUse, usedAnywhere, welcome, whenNewer, whenStale } from "./tab.js";

followDeepLinks();
saveDownloads();
// Where the handbook is to stay open, time alone does not lock it.
void welcome().then((known) => {
  if (known && !known.kept) tellUse(lockWhenIdle(lockNow, idleLimit(known.idle), usedAnywhere).last);
});
whenNewer(() => announce(_("A newer edition of this handbook was published."), { label: _("Show it"), act: () => location.reload() }));
whenStale((day) =>
  announce(_("It was last possible to look for a newer edition of this handbook on {day}. If this stays while you are online, please tell your facilitator.", { day: inFull(day) })),
);
