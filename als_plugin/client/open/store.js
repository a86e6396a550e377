/**
 * The device's own store, one a name: sealed bytes, or keys that cannot be taken out.
 * @module
 */

/**
 * @template T
 * @param {"notes" | "keys"} name
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} act
 * @returns {Promise<T>}
 */
export async function transact(name, mode, act) {
  /** @type {IDBDatabase} */
  const database = await new Promise((resolve, reject) => {
    // Notes were there first, and keep the name that they had.
    const opening = indexedDB.open(name === "notes" ? "als" : `als ${name}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(name);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}
