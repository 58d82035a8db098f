package signin

import (
	"net/url"
	"strings"
)

// longestPath keeps a return path, which travels in the sealed cookie, well inside the 4,096
// bytes that browsers allow a cookie.
const longestPath = 1000

// LocalPath gives path when a browser sent there stays on this site, and "/" otherwise. It
// takes what our own pages make: an absolute path in plain ASCII, with a query and a fragment.
func LocalPath(path string) string {
	u, err := url.Parse(path)
	odd := func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }
	switch {
	case err != nil || len(path) > longestPath || strings.ContainsFunc(path, odd):
	case !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(u.Path, "//"):
	case strings.ContainsFunc(u.Path, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }): // once decoded
	default:
		return path
	}
	return "/"
}
