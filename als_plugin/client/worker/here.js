/**
 * The one session of this worker, with the tabs, the host and the device that it has here.
 * @module
 */

import { ownKeyring } from "../format/origin.js";
import { Site } from "../format/site.js";
import { lowestBuild } from "../lowest.js";
import { accept, acceptedKeyring, dropOthers, files, newestKeyring } from "./host.js";
import { forgetIdentity, keepIdentity, keptIdentity } from "./kept.js";
import { looked, overdue } from "./looked.js";
import { idle, isWindow, origin, scope, sw } from "./scope.js";
import { Session } from "./session.js";
import { Tabs } from "./tabs.js";

export const tabs = new Tabs(sw.clients, isWindow);

export const session = new Session(
  {
    open: (keyring, identity, lowest) => Site.open(keyring, origin, identity, lowest, files),
    lowest: (identity) => lowestBuild(scope, identity),
    build: async (keyring) => (await ownKeyring(keyring, origin)).build,
    newest: newestKeyring,
    accepted: acceptedKeyring,
    accept,
    dropOthers,
    kept: keptIdentity,
    keep: keepIdentity,
    forget: forgetIdentity,
    looked,
    overdue,
    idle,
  },
  tabs,
);
