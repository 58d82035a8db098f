package views

import "strconv"

// Failure is what went wrong, said to the person it happened to.
type Failure struct {
	Status  int
	Heading string // what happened, as the h1: "There is no such thread"
	Message string // what to do now, in a sentence or two
	Request string // the id to tell us when the fault is ours; empty otherwise
	Kept    []KeptField
	Actions []Link // ways on; the home page when none are given
}

// KeptField is what a person wrote that could not be saved, to copy and keep.
type KeptField struct{ Label, Text string }

func (e Failure) actions() []Link {
	if len(e.Actions) > 0 {
		return e.Actions
	}
	return []Link{{Text: "Go to the home page", Href: "/"}}
}

func keptID(i int) string { return "kept-" + strconv.Itoa(i+1) }
