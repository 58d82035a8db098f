package main

import "slices"

// said is one post: who, how many days ago, what, and the post it answers.
type said struct {
	who     string
	ago     float64
	text    string
	replyTo int
	quotes  bool       // the post it answers
	shows   []keepsake // files it has at its end
	breaks  int        // the rule it breaks, if any: then the chair hides it
	because string     // and says why
}

// talk is one thread of the sample: its first post opens it.
type talk struct {
	board, title, summary, tags string
	posts                       []said
	pinned                      bool
	asks                        []string // the perspectives it asks for
	poll                        *ballot
}

// discussions are those of the sample, in no order: the site puts them by their last post.
func discussions() []talk {
	return slices.Concat(talks, systemTalks, workTalks, peopleTalks, otherTalks, pollTalks)
}

// talks are the first of them.
var talks = []talk{
	{
		board: "welcome", title: "Welcome, and how this room works", pinned: true,
		summary: "What the boards are for, and the one rule to know by heart.",
		posts: []said{
			{who: "omar", ago: 190, text: "Welcome. This is where we keep what the Academy gave us.\n\n" +
				"- **Questions** is for asking. There are no silly ones.\n" +
				"- **Practices** is for what worked, written so that somebody else can do it.\n" +
				"- **Projects** is for what you are trying, whether it works or not.\n\n" +
				"The one rule to know by heart: *no patient data, ever*. The rest is in [our code of conduct](/conduct)."},
			{who: "grace", ago: 189, text: "Thank you for setting this up. My next small change: one chart on the wall of the bed meeting, and nothing else on it.", replyTo: 1},
		},
	},
	{
		board: "questions", title: "How do you get ward staff to report small IT faults?",
		summary: "People put up with a broken scanner for weeks before they ring.", tags: "service desk, culture",
		posts: []said{
			{who: "grace", ago: 12, text: "Our tickets say that everything is fine. Walking round says that it is not: a label printer that jams, a scanner nobody uses.\n\n" +
				"What made people at your place report the small things?"},
			{who: "tom", ago: 11.6, text: "Floor walking. Two of us, an hour a week, with a list and a screwdriver. What changed it was coming *back* the week after and saying what we had done.\n\n" +
				"> You came back!\n\nis the best feedback we ever had.", replyTo: 1},
			{who: "priya", ago: 11, text: "Ask the night staff. They have the same faults and nobody to ring.\n\nWe did three things:\n\n" +
				"| what | cost | kept? |\n|---|---|---|\n| a paper form on the trolley | nothing | no |\n| a picture code on each device | a morning | yes |\n| ten minutes at handover | time | yes |\n", replyTo: 1},
			{who: "ruth", ago: 10.2, text: "The picture code worked for us too. @tom did you count reports before and after?", replyTo: 3},
			{who: "tom", ago: 10, text: "We did. It went up from 4 to 19 a week on one ward and we nearly stopped, because it looked like failure. It was not: it was the faults that had been there all along.", replyTo: 4, quotes: true},
		},
	},
	{
		board: "interoperability", title: "What do you send with a discharge summary, and what do you leave out?",
		summary: "Everything, in order, is not a summary.", tags: "discharge, FHIR",
		asks: []string{"patient-carer-and-public", "pharmacy-and-healthcare-science"},
		posts: []said{
			{who: "omar", ago: 30, text: "Our discharge messages have grown to eleven pages. General practice reads the first half page.\n\n" +
				"What did you take out, and who agreed to it?"},
			{who: "priya", ago: 29, text: "Medicines: what changed and *why*, and nothing that did not change. The reason is what general practice asks us for.", replyTo: 1},
			{who: "grace", ago: 27.5, text: "We looked at which sections were ever opened. Three of fourteen. That was the argument that moved the meeting.", replyTo: 1},
			{who: "tom", ago: 6, text: "While we are here: does anybody have a spare docking station? Ours have all walked.",
				breaks: 3, because: "It is about equipment. Questions is the board for that."},
		},
	},
	{
		board: "interoperability", title: "Sending coded allergies between two systems",
		summary: "Free text arrives as free text. What did you do?", tags: "allergies, SNOMED CT",
		posts: []said{
			{who: "priya", ago: 45, text: "Half of our allergies are free text. The receiving system shows them, but does not *check* against them.\n\n" +
				"```json\n{\n  \"resourceType\": \"AllergyIntolerance\",\n  \"code\": { \"text\": \"penicilin (rash as child)\" }\n}\n```\n\n" +
				"We are working through them by how often each text stands there: the first forty cover most of it."},
			{who: "omar", ago: 44, text: "Forty is a good number to hear. We had stopped at \"thousands\".", replyTo: 1},
		},
	},
	{
		board: "questions", title: "What goes on one slide for the board about data quality?",
		summary: "It must be read in thirty seconds.", tags: "data quality",
		asks: []string{"management-and-operations", "medical"},
		posts: []said{
			{who: "ruth", ago: 3, text: "I have one slide and thirty seconds. What would you put on it?"},
			{who: "grace", ago: 2.8, text: "One number, one picture, one name of a service that is worse off because of it. No definitions.", replyTo: 1},
		},
	},
	{
		board: "welcome", title: "What is your small change this month?",
		summary: "One line each. Come back and say what happened.",
		posts:   smallChanges(),
	},
}

// smallChanges is a thread long enough to have pages.
func smallChanges() []said {
	who := []string{"grace", "tom", "priya", "omar", "ruth", "alex"}
	lines := []string{
		"One line each, please: what will you try this month? Say later what happened, also if nothing did.",
		"Printing the rota a day earlier.",
		"Asking one patient a day what confused them about our letters.",
		"Turning off the alert that everybody closes.",
		"Moving the shared tablet to where people stand.",
		"Ringing back every caller who gave up waiting.",
		"A password poster in the *staff* toilet. No passwords on it.",
		"Sitting in the booking office for a morning.",
		"Deleting three reports and seeing who asks for them.",
		"Nobody asked. Deleting three more.",
		"Starting the meeting with the chart instead of the minutes.",
		"A glossary of our own abbreviations. We have two meanings for four of them.",
		"Giving the new doctors their log-in on the day *before* they start.",
		"That one took me two years. Tell us how.",
		"We asked the rota team instead of human resources. They knew three weeks earlier.",
		"Sending the discharge letter to the patient as well.",
		"Timing how long it takes to find a working keyboard.",
		"Eleven minutes.",
		"Putting the help number on the log-in screen.",
		"Calls went up, complaints went down.",
		"Reading one whole user manual. It is shorter than I feared.",
		"Shadowing the porters for a shift.",
		"A standing question at the end of each visit: what should I have asked?",
		"Taking the fax number off the template.",
		"Writing our downtime plan on one page.",
		"Practising the page. It was wrong in two places.",
		"Letting the ward choose which ten reports stay.",
		"They chose four.",
		"Saying no to a dashboard, and yes to a conversation.",
		"Counting how often we say \"just\".",
		"Asking the newest person what we have stopped seeing.",
		"A clock in the meeting room that shows what the meeting costs.",
		"Answering the telephone ourselves for one hour a week.",
		"Putting the date of the last change on every form.",
		"Half our forms had none. One was from 2009.",
		"Walking to the ward instead of writing.",
		"A label on each printer: who to call, and what to say.",
		"Leaving one slot a day empty for what nobody planned.",
		"It is never empty by ten. We made it two.",
		"Thanking the person who reported the fault, by name.",
		"Reading our own letters aloud.",
		"We changed four of them the same afternoon.",
		"A list of what we have stopped doing.",
		"Letting patients see the chart on our wall.",
		"One of them found the mistake in it.",
		"Asking \"what would make this easier?\" at the end of each call.",
		"A spare mouse on every trolley.",
		"Training at six in the morning, for those who leave at seven.",
		"Three came. Three more than ever came at noon.",
		"Writing the minutes during the meeting, on the screen.",
		"No surprises afterwards, and an hour saved.",
		"Doing the same small change again, because it worked.",
	}
	posts := make([]said, len(lines))
	for i, line := range lines {
		posts[i] = said{who: who[i%len(who)], ago: 24 - float64(i)*0.4, text: line}
	}
	return posts
}
