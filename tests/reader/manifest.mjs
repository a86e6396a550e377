// The signed list of a whole site, section 6 of als_plugin/vault/FORMAT.md.

import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { readContainer, signedContainer } from './container.mjs';
import { Refused, same, sha256, unb64 } from './format.mjs';

/** What the list says, and which of its files in `folder` are not as it says. */
export async function holdSite(folder, publisher, lowest) {
  const manifest = readContainer(new Uint8Array(readFileSync(posix.join(folder, 'manifest'))), 'ALSM');
  const { body } = manifest;
  if (body.format !== 1) throw new Refused('another format');
  if (!same(unb64(body.publisher), publisher)) throw new Refused('another publisher');
  if (!(await signedContainer(manifest, 'manifest', publisher))) throw new Refused('the signature does not fit');
  if (body.build < lowest) throw new Refused('an older build');
  const paths = new Set(body.files.map(({ path }) => path));
  if (paths.size !== body.files.length) throw new Refused('a path stands in it twice');
  if (paths.has('manifest')) throw new Refused('it lists itself');
  if (body.sets.some(({ path }) => !paths.has(`${path}/keyring`))) throw new Refused('a set without a keyring');
  const differing = body.files.filter(({ path, length, sha256: hash }) => {
    try {
      const data = readFileSync(posix.join(folder, path));
      return data.length !== length || !same(sha256(data), unb64(hash));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      return true;
    }
  });
  return { build: body.build, time: body.time, sets: body.sets, files: [...paths], differing: differing.map(({ path }) => path) };
}
