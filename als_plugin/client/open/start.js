/**
 * What every page of an open handbook does of itself, before the page script proper.
 * @module
 */

import "../lockbutton.js";
import { _ } from "../words.js";
import { saveDownloads } from "./downloads.js";
import { lockWhenIdle } from "./idle.js";
import { announce } from "./notice.js";
import { inCharge, lockNow, welcome, whenNewer } from "./tab.js";

saveDownloads();
// Where the handbook is to stay open, time alone does not lock it.
void welcome().then((known) => {
  const charge = inCharge();
  if (known && !known.kept && charge) lockWhenIdle(lockNow, new BroadcastChannel(`als-used ${new URL(charge.folder).pathname}`));
});
whenNewer(() => announce(_("A newer edition of this handbook was published."), { label: _("Show it"), act: () => location.reload() }));
