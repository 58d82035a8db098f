package main

// Discussions on the people who do the work, for members.

var peopleTalks = []talk{
	{
		board: "questions", title: "Chief clinical information officer: how many sessions a week are enough?",
		summary: "One day a week, and a system for seven.", tags: "roles",
		posts: []said{
			{who: "omar", ago: 1320, text: "I have been offered the role with two sessions a week. The job description has nineteen duties. Those of you who do it: how many sessions do you have, and what did you give up?"},
			{who: "carys", ago: 1319, text: "Four. I began with two and did the other two at night. Write down for a month what you do, then show them the month.", replyTo: 1},
			{who: "daniel", ago: 1317, text: "As the one who employs them: two sessions buys you a name on a slide. Four buys you a colleague. I would rather have four and no deputy than two and two.", replyTo: 1},
			{who: "helen", ago: 1315, text: "Ask for the same for the nursing side in the same breath. A CCIO without a CNIO hears half of the hospital."},
			{who: "omar", ago: 1290, text: "Four sessions, from May. The month on paper did it.", replyTo: 2},
		},
	},
	{
		board: "questions", title: "Worn out: does anybody else have two jobs in one?",
		summary: "A digital role on top of a clinical one, on top of a life.", tags: "wellbeing, roles",
		posts: []said{
			{who: "carys", ago: 170, text: "I ask other people about burnout for a living. Last month I did my own score. Clinic until six, change board papers until eleven, and the inbox of both. How do you keep a role like ours from eating the rest?"},
			{who: "nadia", ago: 169.5, text: "I stopped answering on days when I am on shift, and put that in my signature. Two people complained. Everybody else copied it.", replyTo: 1},
			{who: "ruth", ago: 169, text: "Peer group. Six of us, forty minutes, once a month, no slides. I have kept it through three jobs.", replyTo: 1},
			{who: "rosalind", ago: 167, text: "Part of what wears my learners out is the system itself. Last year we measured how long people type after their shift has ended. It was 38 minutes. Making *that* number smaller was worth more than the yoga."},
			{who: "carys", ago: 150, text: "I have given one of the two inboxes to somebody else and nobody has noticed. Thank you.", replyTo: 2},
		},
	},
	{
		board: "questions", title: "FEDIP or the Faculty: which way did you take, and what did it change?",
		summary: "Accreditation for people like us. Is it worth the evening?", tags: "accreditation",
		posts: []said{
			{who: "grace", ago: 245, text: "I am an analyst, so it would be the Federation for Informatics Professionals. My line manager asks what it is good for. Those of you who are accredited: which way did you take, how long was the form, and did anything change?"},
			{who: "marek", ago: 244, text: "Senior practitioner, through my professional body. Two evenings and a call with two friendly people. It helped when we wrote the job description for the next person.", replyTo: 1},
			{who: "carys", ago: 243, text: "I came through the Faculty of Clinical Informatics as a clinician. For appraisal it is a gift: it gives a name to work that did not have one."},
			{who: "lewis", ago: 241, text: "Write down your hours of learning *as you go*. I did it afterwards, from two years of calendars."},
			{who: "grace", ago: 120, text: "Done. One evening, because I had Lewis's advice. My manager has asked for the form.", replyTo: 4},
		},
	},
	{
		board: "questions", title: "Training eight hundred nurses in a month",
		summary: "Classroom, video, or somebody at your elbow?", tags: "training",
		posts: []said{
			{who: "rosalind", ago: 900, text: "Eight hundred nurses, four weeks, nine trainers. If you had to do it again, what would you drop: the classroom, the video or the elbow?"},
			{who: "helen", ago: 899, text: "The classroom. People remember what they did with their own hands in the week in which they needed it.", replyTo: 1},
			{who: "daniel", ago: 897, text: "Keep the classroom and halve it. It is the only hour in which they may be slow in company."},
			{who: "rosalind", ago: 840, text: "We halved it. Ninety minutes, then a person on each ward for ten days. The calls in the first week were half of what we had feared.", replyTo: 3},
		},
	},
	{
		board: "welcome", title: "Hello from cohort 8",
		summary: "Who we are, and what we would like to ask you.",
		posts: []said{
			{who: "seun", ago: 300, text: "Hello. I am a paramedic and I have just begun the programme. There are sixty of us. What did you wish that somebody had told you before the first residential?"},
			{who: "rosalind", ago: 299, text: "Bring a problem that is yours, not your organisation's best one.", replyTo: 1},
			{who: "chloe", ago: 298, text: "Also cohort 8, also new, also hiding behind a coffee. Say hello to me.", replyTo: 1},
			{who: "omar", ago: 297, text: "Your sponsor will have less time than they think. Book all twelve meetings now."},
		},
	},
	{
		board: "welcome", title: "Mentors for the new cohort: who has an hour a month?",
		summary: "Fourteen people have asked. Nine have offered.",
		posts: []said{
			{who: "ruth", ago: 66, text: "Fourteen of the new cohort would like a mentor for their workplace project. Nine of us have offered. It is an hour a month, by telephone, for a year. Who else?"},
			{who: "judith", ago: 65, text: "Me, if somebody works in the community and does not mind the sound of a car.", replyTo: 1},
			{who: "hugh", ago: 64, text: "I can do one. I promise not to ask about the money until the third call.", replyTo: 1},
			{who: "ruth", ago: 50, text: "All fourteen are paired. Thank you. The committee will ask again in the spring."},
		},
	},
	{
		board: "welcome", title: "Reunion residential in May: two days by the sea",
		summary: "Dates, rooms, and what you would like to talk about.", tags: "reunion",
		posts: []said{
			{who: "ruth", ago: 32, text: "The committee has held forty rooms for the reunion, two days in May, all cohorts. Say here if you come, and what you would get out of bed for at nine in the morning."},
			{who: "tom", ago: 31, text: "Coming. A session in which nobody shows a slide.", replyTo: 1},
			{who: "yusuf", ago: 30, text: "Coming, and bringing a flask. I can run a walk along the front about forms."},
			{who: "aoife", ago: 28, text: "I have a car with three spare places, from the south coast.", replyTo: 1},
			{who: "ruth", ago: 9, text: "Thirty-one so far. The rooms are kept until the end of the month."},
		},
	},
}
