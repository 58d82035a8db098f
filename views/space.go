package views

import "github.com/a-h/templ"

// Room is a space as pages show it.
type Room struct {
	Kind       string // "board", "group", "committee", "conversation"
	Readers    string // "public", "members", "private"
	Name, Href string
	People     int // how many read a private room; 0 when not told
}

// Word says what kind of room it is and who reads it, in two or three words.
func (r Room) Word() string {
	switch r.Kind {
	case "group":
		return "Peer group · private"
	case "committee":
		return "Committee room"
	case "conversation":
		return "Conversation · private"
	}
	if r.Readers == "public" {
		return "Public board"
	}
	return "Members’ board"
}

// WhoReads is the sentence a form says before somebody writes here.
func (r Room) WhoReads() string {
	switch r.Readers {
	case "public":
		return "Anyone on the internet can read this."
	case "members":
		return "Every member can read this. Visitors cannot."
	}
	if r.People == 1 {
		return "Only you can read this."
	}
	if r.People > 1 {
		return "Only the " + Thousands(r.People) + " people in " + r.Name + " can read this."
	}
	return "Only the people in " + r.Name + " can read this."
}

// tone is the class that gives the room its colour.
func (r Room) tone() string {
	switch r.Kind {
	case "group", "committee", "conversation":
		return "app-room--" + r.Kind
	}
	return "app-room--board"
}

func (r Room) icon() templ.Component {
	switch {
	case r.Kind == "group":
		return IconLock()
	case r.Kind == "committee":
		return IconTable()
	case r.Kind == "conversation":
		return IconTalk()
	case r.Readers == "public":
		return IconGlobe()
	}
	return IconPeople()
}
