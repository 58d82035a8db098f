// Builds the style sheet, the scripts and the pictures into dist/, each under a name that carries
// a hash of its content, and writes dist/manifest.json, which the server reads.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { checkContrast, checkStyles } from "./palette.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const manifest = {};

checkContrast(await readFile(join(here, "src/css/_tokens.scss"), "utf8"));
await clear();
await put("app.css", await styles());
await put("app.js", await script("app"));
await put("composer.js", await script("composer"));
await put("icon.svg", await readFile(join(here, "src/icon.svg")));
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

async function styles() {
  const { css } = sass.compile(join(here, "src/css/app.scss"), {
    importers: [new sass.NodePackageImporter(here)],
    quietDeps: true,
  });
  checkStyles(css);
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target: ["chrome100", "firefox102", "safari15"] });
  return code;
}

async function script(name) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(here, `src/ts/${name}.ts`)],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: ["chrome100", "firefox102", "safari15"],
  });
  return outputFiles[0].contents;
}

async function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 10);
  const end = extname(name);
  manifest[name] = `${name.slice(0, -end.length)}-${hash}${end}`;
  await writeFile(join(dist, manifest[name]), content);
  console.log(`${manifest[name]}  ${Math.ceil(content.length / 1024)} kB`);
}

// What an earlier build left; .keep stays, so that the folder can be embedded before any build.
async function clear() {
  await mkdir(dist, { recursive: true });
  for (const name of await readdir(dist)) {
    if (name !== ".keep") await rm(join(dist, name));
  }
}
