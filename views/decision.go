package views

import (
	"commonroom/models"
	"commonroom/models/discuss"
	"commonroom/models/moderation"
	"commonroom/models/prose"
	"commonroom/models/space"
)

// Decision is what the committee is about to do, for the page that asks for its reason.
type Decision struct {
	Verb   moderation.Verb
	What   string // "the reply 3 by Ann Ward", "the thread “Top calls”"
	Action string // where the form goes
	Back   string // to what it is about
	Rules  []moderation.Rule
	Boards []space.Space // with a move: where to
	In     moderation.NewDecision

	Changes []prose.Change // with a revert: which words go
}

// Heading says what is about to be done: "Hide the thread “Top calls”".
func (d Decision) Heading() string {
	switch d.Verb {
	case moderation.Hide:
		return "Hide " + d.What
	case moderation.Restore:
		return "Show " + d.What + " again"
	case moderation.Lock:
		return "Close " + d.What + " to replies"
	case moderation.Unlock:
		return "Open " + d.What + " to replies"
	case moderation.Pin:
		return "Pin " + d.What
	case moderation.Unpin:
		return "Unpin " + d.What
	case moderation.Slow:
		return "Slow down " + d.What
	case moderation.Unslow:
		return "End slow mode in " + d.What
	case moderation.Revert:
		return "Take back " + d.What
	}
	return "Move " + d.What
}

// button says what will happen.
func (d Decision) button() string {
	switch d.Verb {
	case moderation.Hide:
		return "Hide it"
	case moderation.Restore:
		return "Show it again"
	case moderation.Lock:
		return "Close it to replies"
	case moderation.Unlock:
		return "Open it to replies"
	case moderation.Pin:
		return "Pin it"
	case moderation.Unpin:
		return "Unpin it"
	case moderation.Slow:
		return "Slow it down"
	case moderation.Unslow:
		return "End slow mode"
	case moderation.Revert:
		return "Take it back"
	}
	return "Move it"
}

// effect says what follows for readers.
func (d Decision) effect() string {
	switch d.Verb {
	case moderation.Hide:
		return "Only its author and the committee will still see it. You can show it again later."
	case moderation.Restore:
		return "Everybody who can read the board will see it again."
	case moderation.Lock:
		return "Everybody can still read it. Nobody can reply until the committee opens it again."
	case moderation.Unlock:
		return "Members can reply again."
	case moderation.Pin:
		return "It will stay at the top of its board, up to the day you choose or until the committee takes the pin off."
	case moderation.Unpin:
		return "It will take its usual place in the list."
	case moderation.Slow:
		return "Each member, the committee too, waits between two posts of theirs in this thread. It says so above the posts, with your reason."
	case moderation.Unslow:
		return "Members can post again at their usual pace."
	case moderation.Revert:
		return "It will say again what its author wrote before. The words struck out below go. They stay in its history, for everybody who can read it: hide the post if nobody should read them."
	}
	return "Its address and its posts stay as they are. It will be listed on the other board."
}

func (d Decision) reasonField(p models.Problems) Field {
	return Field{Name: "reason", Label: "Why?", Value: d.In.Reason, Error: p.For("reason"),
		Hint: "One or two sentences. The author and the public log are told this reason, so leave out names and links.", Rows: 3, Max: moderation.MaxReason}
}

// ruleField offers the rules, starting with none so that one is chosen.
func (d Decision) ruleField(p models.Problems) Field {
	f := Field{Name: "rule", Label: "Which rule of the code of conduct?", Error: p.For("rule")}
	for _, r := range d.Rules {
		f.Choices = append(f.Choices, Choice{Value: itoa(r.Number), Label: r.Words(), Hint: r.Body})
	}
	if d.In.Rule > 0 {
		f.Value = itoa(d.In.Rule)
	}
	return f
}

// untilField asks for the last day of a pin.
func (d Decision) untilField(p models.Problems) Field {
	return Field{Name: "until", Label: "Until which day?", Optional: true, Type: "date", Width: 10, Value: d.In.Until, Error: p.For("until"),
		Hint: "The pin comes off at the end of that day. Leave it empty for no end. " + dayWords}
}

// pauseField asks how long members wait in slow mode.
func (d Decision) pauseField(p models.Problems) Field {
	f := Field{Name: "pause", Label: "How long does each member wait between two posts?", Error: p.For("pause")}
	for _, minutes := range discuss.Paces {
		f.Choices = append(f.Choices, Choice{Value: itoa(minutes), Label: discuss.PauseWords(minutes)})
	}
	if d.In.Pause > 0 {
		f.Value = itoa(d.In.Pause)
	}
	return f
}

func (d Decision) boardField(p models.Problems) Field {
	return toSpaceField("To which board?", d.Boards, d.In.ToSpace, p)
}

// toSpaceField asks where something goes; 0 is chosen while nobody has said so.
func toSpaceField(label string, boards []space.Space, chosen int64, problems models.Problems) Field {
	f := Field{Name: "to_space", Label: label, Error: problems.For("to_space"), Choices: []Choice{{Label: "Choose a board"}}}
	for _, s := range boards {
		f.Choices = append(f.Choices, Choice{Value: itoa64(s.ID), Label: s.Name})
	}
	if chosen > 0 {
		f.Value = itoa64(chosen)
	}
	return f
}
