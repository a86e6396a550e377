declare module "*.css" {
  const text: string;
  export default text;
}

/** The name of dist/record.js in a site; the build of the page script fills it in. */
declare const ALS_RECORD: string | undefined;
