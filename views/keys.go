package views

import (
	"net/url"

	"commonroom/models/discuss"
)

// Key is a shortcut of one key, or of two one after the other, as the page about them lists it.
type Key struct {
	Keys []string
	Does string
}

// keys are all shortcuts. What the script does at each stands in keys.ts.
var keys = []Key{
	{[]string{"j"}, "Go to the next post, or the next thing in a list"},
	{[]string{"k"}, "Go to the one before"},
	{[]string{"o"}, "Open the one you are at"},
	{[]string{"r"}, "Reply to the post you are at, or to the thread"},
	{[]string{"q"}, "Quote the post you are at in a reply"},
	{[]string{"e"}, "Edit the post you are at, if it is yours"},
	{[]string{"b"}, "Save the post you are at to your bookmarks"},
	{[]string{"l"}, "Say thanks for the post you are at, or take it back"},
	{[]string{"/"}, "Search"},
	{[]string{"g", "h"}, "Go home"},
	{[]string{"g", "u"}, "Go to what you have not read"},
	{[]string{"?"}, "Show this list"},
}

// key is the shortcut that follows a link of a post.
func (l Link) key() string {
	switch l.Text {
	case "Reply":
		return "r"
	case "Quote":
		return "q"
	case "Edit":
		return "e"
	}
	return ""
}

// mailHref begins an e-mail about something here: with its address, and nothing that tells who sent
// it on or who follows it. The subject, too, goes to others, so it names only what is public.
func mailHref(subject, address string) string {
	query := "body=" + url.PathEscape(address)
	if subject != "" {
		query = "subject=" + url.PathEscape(subject) + "&" + query
	}
	return "mailto:?" + query
}

// shareHref begins an e-mail about a thread, or a post of it, at an address.
func shareHref(t discuss.Thread, address string) string {
	if t.Public() {
		return mailHref(t.Title, address)
	}
	return mailHref("", address)
}
