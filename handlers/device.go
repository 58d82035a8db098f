package handlers

import "strings"

// signs are what tells browsers and systems apart in how they call themselves, the particular
// before the general: nearly all claim to be Safari, and many to be Chrome.
var (
	browserMarks = []sign{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systemMarks = []sign{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"},
		{"Mac OS X", "Mac"}, {"Linux", "Linux"}}
)

type sign struct{ in, name string }

// device names a browser for the list of sessions: "Firefox on Linux". Nothing of what the
// browser said is kept but that.
func device(agent string) string {
	find := func(signs []sign, otherwise string) string {
		for _, m := range signs {
			if strings.Contains(agent, m.in) {
				return m.name
			}
		}
		return otherwise
	}
	browser, system := find(browserMarks, "A browser"), find(systemMarks, "")
	if system == "" {
		return browser
	}
	return browser + " on " + system
}
