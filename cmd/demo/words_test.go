package main

import "testing"

// TestTheCommitteeTeachesSearch walks from the top questions to the committee's words and what
// members miss, with scripts and without.
func TestTheCommitteeTeachesSearch(t *testing.T) {
	t.Parallel()
	site := openDemo(t)
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			visitor := arrive(t, site, "a visitor", scripts)
			visitor.open("/boards")
			visitor.follow("Top questions")
			visitor.sees("FHIR or HL7 version 2 for a new results interface?", "Read the answer")
			visitor.passes()
			visitor.open("/questions?board=interoperability")
			visitor.sees("Top questions: Interoperability")
			visitor.passes()

			omar := arrive(t, site, "Omar", scripts)
			omar.signIn("Omar Haddad")
			omar.open("/committee")
			omar.passes()
			omar.follow("Words that mean the same")
			omar.passes()
			omar.fill("words", "bed board, EPR")
			omar.press("Add the line")
			omar.sees("“EPR” stands on another line already")
			omar.passes()
			omar.fill("words", "bed board, patient flow board")
			omar.press("Add the line")
			omar.sees("The line is added.", "bed board, patient flow board")
			omar.follow("Change the line bed board, patient flow board")
			omar.passes()
			omar.press("Remove the line")
			omar.sees("The line is removed.")
			omar.doesNotSee("the line bed board, patient flow board")
			omar.passes()

			omar.open("/committee/missed")
			omar.sees("hoist maintenance rota", "Looked for 4 times")
			omar.passes()
			omar.follow("Add words that mean the same as bariatric wheelchair booking")
			omar.sees("Words that mean the same")
		})
	}
}
