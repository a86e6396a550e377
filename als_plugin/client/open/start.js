/**
 * What every page of an open handbook does of itself, before the page script proper.
 * @module
 */

import "../lockbutton.js";
import { _ } from "../words.js";
import { saveDownloads } from "./downloads.js";
import { lockWhenIdle } from "./idle.js";
import { announce } from "./notice.js";
import { whenNewer } from "./tab.js";

saveDownloads();
lockWhenIdle();
whenNewer(() => announce(_("A newer edition of this handbook was published."), { label: _("Show it"), act: () => location.reload() }));
