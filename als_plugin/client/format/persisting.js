/**
 * New keys from a browser that does not always make one: GTK's WebKit refuses one X25519 key in 256, which would begin with a zero.
 * @module
 */

/**
 * What `make` makes, by the fourth attempt at the latest. Throws what the last attempt threw.
 * @template T
 * @param {() => Promise<T>} make
 * @returns {Promise<T>}
 */
export async function persisting(make) {
  for (let left = 3; ; left -= 1) {
    try {
      return await make();
    } catch (error) {
      if (!left) throw error;
    }
  }
}
