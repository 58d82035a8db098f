package main

import (
	"testing"
)

// TestTagsAndPerspectives follows and mutes tags, has the committee describe one, and asks for a
// perspective, with scripts and without.
func TestTagsAndPerspectives(t *testing.T) {
	t.Parallel()
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := openDemo(t)
			omar := arrive(t, site, "Omar", scripts)
			omar.open("/tags")
			omar.passes()
			omar.signIn("Omar Haddad")
			describe(omar)
			followTags(omar)

			ruth := arrive(t, site, "Ruth", scripts)
			ruth.signIn("Ruth Okafor")
			askForViews(ruth)
			omar.open("/")
			omar.sees("Your perspective is asked for", oneSlide, "Asks for your view")
			omar.passes()
			omar.follow(oneSlide)
			omar.sees("Perspectives heard", "Not heard yet", "Asked for")
			omar.fill("body", "A death that nobody coded.")
			omar.press("Post reply")
			omar.open("/")
			omar.doesNotSee("Your perspective is asked for")
		})
	}
}

const oneSlide = "What goes on one slide for the board about data quality?"

func describe(omar *visit) {
	omar.open("/tags")
	omar.passes()
	omar.follow("medicines")
	omar.passes()
	omar.follow("Say what this tag is for")
	omar.passes()
	omar.fill("description", "Prescribing, giving, and what the chart says.")
	omar.press("Save")
	omar.sees("Tagged medicines", "Prescribing, giving, and what the chart says.")
}

func followTags(omar *visit) {
	omar.press("Follow this tag")
	omar.sees("You follow this tag")
	omar.passes()
	omar.open("/tags/usability")
	omar.press("Mute this tag")
	omar.sees("You have muted this tag")
	omar.passes()
	omar.open("/new")
	omar.doesNotSee("/tags/usability")
	omar.open("/tags")
	omar.sees("Tags you follow", "Tags you mute")
	omar.passes()
}

// askForViews asks for the views of clinicians beside a thread of one's own.
func askForViews(ruth *visit) {
	ruth.open("/boards/questions")
	ruth.follow(oneSlide)
	ruth.follow("Change whom you ask")
	ruth.passes()
	ruth.tick("perspectives", "management-and-operations") // takes the tick away
	ruth.press("Save")
	ruth.sees("Whom it asks is saved.", "Medical")
	ruth.passes()
}
