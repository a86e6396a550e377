// The worker's session with a device, a host and tabs that are made here. Takes the client's folder as its argument; prints a
// JSON object of what each case found wrong: null, or the words of the mistake.

import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";

const from = (name) => import(pathToFileURL(`${process.argv[2]}/${name}.js`).href);
const { Fault } = await from("format/fault");
const { Session } = await from("worker/session");
const { Tabs } = await from("worker/tabs");

const realNow = Date.now;
let passed = 0;
Date.now = () => realNow() + passed;
console.info = console.warn = () => undefined;

const IDLE = 600_000;
const bytes = (...numbers) => new Uint8Array(numbers);
const AMARA = { tag: bytes(1), name: "amara" };
const FAY = { tag: bytes(2), name: "fay" };

/** A build of the site as somebody reads it. A keyring is its number as one byte. */
const site = (build, person, others = {}) => ({
  build,
  grant: { person },
  warm: async () => undefined,
  ahead: async () => undefined,
  as: (name) => (name in others ? Promise.resolve(others[name]) : null),
});

/** The browser's windows: `holds` is what a page hands over, `used` when it was last used, `goes` whether it goes to the lock screen. */
class Windows {
  all = new Map();

  add(id, { holds = null, used = 0, goes = true, window = true, hears = true } = {}) {
    const client = {
      id, window, url: `https://a.example/quay/${id}/#turn-1`, told: [], sent: [],
      postMessage: (message, ports) => {
        client.told.push(message);
        if (!ports || !hears) return;
        if (message.als === "keys") ports[0].postMessage(holds);
        if (message.als === "used") ports[0].postMessage(used);
        if (message.als === "locked") {
          ports[0].postMessage(true);
          if (goes) this.all.delete(id);
        }
      },
      navigate: async (url) => void client.sent.push(url),
    };
    this.all.set(id, client);
    return client;
  }

  matchAll = async ({ type } = {}) => [...this.all.values()].filter(({ window }) => window || type !== "window");
  get = async (id) => this.all.get(id);
}

/** A session, and all that it has around it. */
function made({ windows = new Windows(), host = 1, accepted = null, kept = undefined, withdrawn = [] } = {}) {
  const device = {
    host, last: accepted, keptIdentity: kept, dropped: null, asked: 0, late: null, looks: 0, kepts: new Map(),
    open: async (keyring, identity, lowest) => {
      if (withdrawn.includes(identity.name) || !identity.name) throw new Fault("slot");
      if (keyring[0] < lowest) throw new Fault("rollback");
      const others = identity.name === "fay" ? { amara: site(keyring[0], "amara") } : {};
      return site(keyring[0], identity.name, others);
    },
    lowest: async () => 0,
    build: async (keyring) => keyring[0],
    newest: async () => {
      device.asked += 1;
      if (device.host === null) throw new Fault("unreachable");
      return bytes(device.host);
    },
    accepted: async (build) => (build === undefined ? device.last && bytes(device.last) : (device.kepts.get(build) ?? null)),
    accept: async (build, keyring) => {
      await device.late;
      device.last = build;
      device.kepts.set(build, keyring);
    },
    dropOthers: async (builds) => void (device.dropped = [...builds].sort()),
    kept: async () => device.keptIdentity,
    keep: async (identity) => ((device.keptIdentity = identity), true),
    forget: async () => (device.keptIdentity = undefined),
    looked: async () => void (device.looks += 1),
    overdue: async () => "2026-11-01",
    idle: IDLE,
  };
  const session = new Session(device, new Tabs(windows, (client) => client?.window === true));
  return { session, device, windows };
}

const navigates = (to) => ({ request: { mode: "navigate" }, clientId: "", resultingClientId: to });
const asks = (by, worker = "") => ({ request: { mode: "no-cors" }, clientId: by, resultingClientId: worker });
const read = (found) => found && [found.grant.person, found.build];

const cases = {
  "a page that was served reads, another does not": async () => {
    const { session, windows } = made();
    assert.equal(await session.siteFor(navigates("one")), null);
    await session.unlock(bytes(1), AMARA, false);
    windows.add("one");
    assert.deepEqual(read(await session.siteFor(navigates("one"))), ["amara", 1]);
    assert.deepEqual(read(await session.siteFor(asks("one", "its worker"))), ["amara", 1]);
    assert.deepEqual(read(await session.siteFor(asks("its worker"))), ["amara", 1]);
    windows.add("puppet");
    assert.equal(await session.siteFor(asks("puppet")), null);
    assert.equal(await session.siteFor(asks("nobody")), null);
    assert.deepEqual([session.servedTo("one"), session.servedTo("puppet")], [true, false]);
  },
  "a page that holds the reader's keys is let in, one that holds another's is not": async () => {
    const { session, windows } = made();
    await session.unlock(bytes(1), AMARA, false);
    windows.add("before", { holds: { identity: AMARA, build: 1, look: null } });
    windows.add("others", { holds: { identity: FAY, build: 1, look: null } });
    windows.add("forged", { holds: { identity: { tag: AMARA.tag }, build: 1, look: null } });
    assert.deepEqual(await Promise.all(["before", "others", "forged"].map((id) => session.mayRead(id))), [true, false, false]);
  },
  "locking forgets, sends all away, and asks no page for keys": async () => {
    const { session, device, windows } = made();
    await session.unlock(bytes(1), AMARA, true);
    assert.equal(device.keptIdentity, AMARA);
    await session.siteFor(navigates("one"));
    const holds = { identity: AMARA, build: 1, look: null };
    windows.add("one", { holds });
    const deaf = windows.add("deaf", { hears: false, holds });
    await session.lock("locked");
    assert.equal(device.keptIdentity, undefined);
    assert.deepEqual(deaf.sent, ["https://a.example/quay/deaf/"]);
    const back = windows.add("one", { holds });
    assert.deepEqual([await session.opened(), await session.state()], [null, { open: false, withdrawn: false }]);
    assert.ok(!back.told.some(({ als }) => als === "keys"));
  },
  "a page that has read and says that it goes, but stays, is sent": async () => {
    const { session, windows } = made();
    await session.unlock(bytes(1), AMARA, false);
    await session.siteFor(navigates("stays"));
    const stays = windows.add("stays", { goes: false });
    const typing = windows.add("lock screen", { goes: false });
    await session.lock("locked");
    await new Promise((resolve) => setTimeout(resolve, 1300));
    assert.deepEqual([stays.sent, typing.sent], [["https://a.example/quay/stays/"], []]);
  },
  "somebody else's turn locks what was open before": async () => {
    const { session, windows } = made();
    await session.unlock(bytes(1), AMARA, false);
    await session.siteFor(navigates("one"));
    const one = windows.add("one");
    await session.unlock(bytes(1), FAY, false);
    assert.ok(one.told.some(({ als }) => als === "locked"));
    assert.equal(session.servedTo("one"), false);
    assert.equal((await session.opened()).identity, FAY);
    await session.unlock(bytes(1), FAY, false);
    assert.deepEqual(read(await session.siteFor(navigates("two"))), ["fay", 1]);
  },
  "a worker that was stopped goes on with an open page's keys and eyes": async () => {
    const { session, device, windows } = made({ accepted: 3 });
    device.kepts.set(2, bytes(2));
    windows.add("one", { holds: { identity: FAY, build: 2, look: "amara" } });
    assert.deepEqual(read(await session.siteOf("one")), ["amara", 2]);
    assert.deepEqual([await session.mayRead("one"), session.servedTo("one")], [true, true]);
    assert.deepEqual(read(await session.siteFor(navigates("two"))), ["amara", 3]);
  },
  "a worker that was stopped goes on with keys kept on the device": async () => {
    const { session } = made({ accepted: 2, kept: AMARA });
    assert.deepEqual(read(await session.siteFor(navigates("one"))), ["amara", 2]);
    assert.equal(await session.locksItself(), false);
  },
  "kept keys that open nothing any more are forgotten": async () => {
    const { session, device } = made({ accepted: 2, kept: AMARA, withdrawn: ["amara"] });
    assert.equal(await session.opened(), null);
    assert.equal(device.keptIdentity, undefined);
  },
  "a newer build is for the next page, and the one before stays while it is read": async () => {
    const { session, device, windows } = made();
    await session.unlock(bytes(1), AMARA, false);
    await session.siteFor(navigates("old"));
    const old = windows.add("old");
    device.host = 2;
    await session.lookForNewer(true);
    assert.deepEqual(old.told, [{ als: "newer", build: 2 }]);
    assert.deepEqual(device.dropped, [1, 2]);
    assert.deepEqual(read(await session.siteOf("old")), ["amara", 1]);
    assert.deepEqual(read(await session.siteFor(navigates("old"))), ["amara", 2]);
    windows.all.clear();
    device.host = 3;
    passed += 10_000;
    await session.lookForNewer(true);
    assert.deepEqual(device.dropped, [3]);
  },
  "the host is not asked more often than it should be": async () => {
    const { session, device } = made();
    await session.lookForNewer(true); // locked: not at all
    await session.unlock(bytes(1), AMARA, false);
    for (const [wait, navigation] of [[0, true], [1_000, true], [5_000, false], [0, true], [60_000, false]]) {
      passed += wait;
      await session.lookForNewer(navigation);
    }
    assert.equal(device.asked, 3);
  },
  "an older build is not taken; who could not look is told since when": async () => {
    const { session, device, windows } = made();
    await session.unlock(bytes(2), AMARA, false);
    const one = windows.add("one");
    device.host = 1;
    await session.lookForNewer(true);
    assert.deepEqual(one.told, [{ als: "stale", since: "2026-11-01" }]);
    assert.equal(session.stale, "2026-11-01");
    device.host = 2;
    passed += 10_000;
    await session.lookForNewer(true);
    assert.deepEqual([session.stale, device.looks], [null, 1]);
    assert.deepEqual(read(await session.siteFor(navigates("one"))), ["amara", 2]);
  },
  "who was withdrawn is locked out": async () => {
    const withdrawn = [];
    const { session, device } = made({ withdrawn });
    await session.unlock(bytes(1), AMARA, true);
    withdrawn.push("amara");
    device.host = 2;
    await session.lookForNewer(true);
    assert.deepEqual(await session.state(), { open: false, withdrawn: true });
    assert.equal(device.keptIdentity, undefined);
  },
  "what was locked while a newer build was kept stays locked": async () => {
    const { session, device } = made();
    await session.unlock(bytes(1), AMARA, false);
    device.host = 2;
    let go;
    device.late = new Promise((resolve) => (go = resolve));
    const looking = session.lookForNewer(true);
    await session.lock("locked");
    go();
    await looking;
    assert.equal(await session.opened(), null);
  },
  "what nobody uses for long is locked, what another tab uses is not": async () => {
    const { session, windows } = made();
    await session.unlock(bytes(1), AMARA, false);
    await session.siteFor(navigates("picture"));
    passed += IDLE + 1000;
    windows.add("page", { holds: { identity: AMARA, build: 1, look: null }, used: Date.now() - 1000 });
    assert.deepEqual(read(await session.siteFor(asks("picture"))), ["amara", 1]);
    passed += IDLE + 2000;
    assert.equal(await session.siteFor(asks("picture")), null);
    assert.deepEqual(await session.state(), { open: false, withdrawn: false });
  },
  "what is kept open on the device is never locked for want of use": async () => {
    const { session } = made();
    await session.unlock(bytes(1), AMARA, true);
    passed += 10 * IDLE;
    assert.deepEqual(read(await session.siteFor(navigates("one"))), ["amara", 1]);
  },
  "a facilitator reads as a member, a member as nobody else": async () => {
    const { session, windows } = made();
    await session.unlock(bytes(1), FAY, false);
    await session.siteFor(navigates("one"));
    const one = windows.add("one");
    await session.lookAt("amara");
    assert.deepEqual(one.told, [{ als: "look" }]);
    assert.deepEqual(read(await session.siteFor(asks("one"))), ["amara", 1]);
    await session.lookAt("ben");
    assert.equal((await session.opened()).look, "amara");
    await session.lookAt(null);
    assert.deepEqual(read(await session.siteFor(asks("one"))), ["fay", 1]);
    await session.unlock(bytes(1), AMARA, false);
    await session.lookAt("fay");
    assert.equal((await session.opened()).look, null);
  },
};

const told = {};
for (const [name, run] of Object.entries(cases)) {
  passed = 0;
  told[name] = await run().then(() => null, (error) => error.stack);
}
console.log(JSON.stringify(told));
