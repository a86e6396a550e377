/** esbuild puts the name in under which dist/reply.js lies in the site. */
declare const ALS_REPLY: string;
