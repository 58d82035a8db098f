// Package static holds the style sheet, scripts and pictures that pages link to. They are built
// into dist by `npm run build` under names that carry a hash of their content, so that a browser
// may keep each one for ever, and they travel inside the binary.
package static

import (
	"embed"
	"encoding/json"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// manifest maps the plain name of each built file to its hashed name; empty before a build.
var manifest = load()

// Built tells whether the binary was compiled with its assets inside. The server does not start
// without them: `make build` makes them.
func Built() bool { return len(manifest) > 0 }

// Asset is the address of a built file: of "app.css", /assets/app-5f3a91c2.css.
func Asset(name string) string {
	if hashed, ok := manifest[name]; ok {
		return "/assets/" + hashed
	}
	return "/assets/" + name
}

// Files are the built files by their hashed names, to be served under /assets/.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return files
}

func load() map[string]string {
	raw, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return nil
	}
	names := map[string]string{}
	if err := json.Unmarshal(raw, &names); err != nil {
		return nil
	}
	return names
}
