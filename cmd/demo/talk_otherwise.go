package main

// Discussions in which the usual words mean something else, or stand only in passing: what a
// search must not put first.

var otherTalks = []talk{
	{
		board: "questions", title: "Battery trolleys that discharge before lunch",
		summary: "Computers on wheels, flat by noon.", tags: "equipment",
		posts: []said{
			{who: "tom", ago: 26, text: "Our computers on wheels are charged at night and flat by noon. The supplier says that a battery may discharge by a third in a shift. Ours discharge by all of it. What do you buy, and who plugs it in?"},
			{who: "alex", ago: 25.5, text: "Swap the batteries, not the trolleys. Two spare ones for each ward, on a charger by the door.", replyTo: 1},
			{who: "helen", ago: 25, text: "Look at what else hangs on the socket. Ours fed a fridge."},
		},
	},
	{
		board: "questions", title: "Virtual desktops on the ward are slow at eight",
		summary: "Everybody signs in at once, and so does the virus scanner.", tags: "infrastructure",
		posts: []said{
			{who: "alex", ago: 16, text: "At eight every ward signs in at once and the virtual desktops take four minutes. At ten it is eleven seconds. Has anybody spread the load without asking nurses to start later?"},
			{who: "ben", ago: 15, text: "See when the virus scanner runs. Ours began at eight, because somebody had thought that nobody works then.", replyTo: 1},
			{who: "alex", ago: 14, text: "It did. It does not any more. Forty seconds.", replyTo: 2},
		},
	},
	{
		board: "questions", title: "Handover of a project when you change jobs",
		summary: "I leave in March. The project does not.", tags: "small changes",
		posts: []said{
			{who: "farid", ago: 36, text: "I change employer in March and my improvement project stays. What belongs in a good handover, apart from the folder that nobody will open?"},
			{who: "tom", ago: 35, text: "A walk. Take your successor round to the six people who matter and let each of them complain to both of you.", replyTo: 1},
			{who: "judith", ago: 34, text: "The list of what you tried and stopped. Otherwise they will try it again, with your face on it."},
		},
	},
	{
		board: "questions", title: "Whose colours are these? A paediatric observation chart",
		summary: "Red means one thing on paper and another on the screen.", tags: "usability, children",
		posts: []said{
			{who: "chloe", ago: 52, text: "Our paper observation chart for children is yellow, orange and red. The screen's interface has blue, purple and red, and red is somewhere else. Who chooses colours at your place?"},
			{who: "zoe", ago: 51, text: "The hazard log does. Bring me two screenshots and a ward that is confused, with no patients in them.", replyTo: 1},
			{who: "ruth", ago: 50.5, text: "Ask somebody who is colour-blind. One in twelve men is, and three of our consultants."},
			{who: "chloe", ago: 12, text: "Changed. The supplier needed a line of configuration. We needed four months to find out whom to ask.", replyTo: 2},
		},
	},
	{
		board: "questions", title: "Accreditation visit in the laboratory: which logs do they ask for?",
		summary: "The assessors come in five weeks.", tags: "pathology",
		posts: []said{
			{who: "mei", ago: 88, text: "Our laboratory has its accreditation visit in five weeks. The assessors will want to see how the laboratory system was tested after the last upgrade. What did they ask you for?"},
			{who: "zoe", ago: 87, text: "The test scripts, with initials, and one failed test with what you did about it. A folder in which nothing ever failed makes them curious.", replyTo: 1},
			{who: "mei", ago: 49, text: "Passed, with two remarks, both about a fridge.", replyTo: 2},
		},
	},
	{
		board: "questions", title: "Ambient temperature in the server room",
		summary: "Twenty-nine degrees and rising.", tags: "infrastructure",
		posts: []said{
			{who: "alex", ago: 8, text: "The ambient temperature in our second server room is 29 degrees with the door open. Estates says that it is within limits. Whose limits do you use?"},
			{who: "ben", ago: 7.5, text: "The ones in the warranty. Then send the warranty to estates.", replyTo: 1},
		},
	},
	{
		board: "welcome", title: "What did you take home from the autumn residential?",
		summary: "One page of notes is enough.",
		posts: []said{
			{who: "rosalind", ago: 5, text: "Two days, eleven sessions and a fire alarm. What did you take home?"},
			{who: "farid", ago: 4.6, text: "My notes, in the order of the timetable. First the panel on the EPR, where somebody said that the PAS always wins. Then FHIR in an hour, which was really an hour and a half. " +
				"After lunch a quarrel about whether the DSPT has made anybody safer, and a good half hour on virtual wards and the ED. A CCIO and a CNIO did a turn about RTT that was funnier than it sounds. " +
				"Somebody asked about SSO, somebody else about EPMA, and nobody about discharge summaries, for once. In the evening we agreed that burnout is what you get when the biscuits run out. " +
				"The morning was the ICS, benefits, clinical safety, ambient scribes and downtime, in that order. I remember best the walk to the station.", replyTo: 1},
			{who: "imogen", ago: 4, text: "That patients were in three of the eleven sessions. Last year it was one.", replyTo: 1},
			{who: "lewis", ago: 3.5, text: "The fire alarm. It was the only handover all day that took less than fifteen minutes."},
		},
	},
	{
		board: "questions", title: "Which phone case survives a ward?",
		summary: "Dropped, wiped, dropped again.", tags: "equipment",
		posts: []said{
			{who: "rosalind", ago: 18, text: "We give out phones for messages and results. In the first quarter one in six came back broken. Which case do you use that can be wiped down?"},
			{who: "seun", ago: 17.5, text: "The ugly rubber one. We have tried all the others. It goes in the van door and under the stretcher, it has been through the wash, and once it lay on a motorway. Ours are used for the EPR, for smartcards without a card, for photographs of wounds and for ordering pizza.", replyTo: 1},
			{who: "helen", ago: 17, text: "Whatever you buy, have infection control wipe it forty times first."},
		},
	},
}
