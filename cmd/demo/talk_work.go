package main

// Discussions on the work itself, for members: going live, urgent care, waiting lists, money.

var workTalks = []talk{
	{
		board: "questions", title: "Twelve-hour waits and one whiteboard: what works in A&E?",
		summary: "We have four screens. People look at the whiteboard.", tags: "urgent care, patient flow",
		posts: []said{
			{who: "nadia", ago: 210, text: "We have four dashboards for the department and everybody looks at the whiteboard. It shows who waits for what, in one glance. What has actually shortened waits in your A&E?"},
			{who: "omar", ago: 209, text: "A bed meeting that is about the next four hours and not the last twenty-four. And one rule: whoever says that a patient is waiting says what for.", replyTo: 1},
			{who: "grace", ago: 208, text: "Plot by hour of arrival. We had two different problems that looked like one in the daily figure.", replyTo: 1, shows: byHour},
			{who: "seun", ago: 205, text: "Tell crews what you see. If we know that the department is full we can often go somewhere else, or stay at home with somebody."},
			{who: "nadia", ago: 203, text: "We kept the whiteboard and pointed a camera at it. I am only half joking: the site team can read it now.", replyTo: 1},
			{who: "tom", ago: 202, text: "That is the cheapest system I have ever been asked to support.", replyTo: 5},
		},
	},
	{
		board: "questions", title: "Go-live in six weeks: what do you wish you had known?",
		summary: "One thing each, before it is too late for us.", tags: "go-live, training",
		posts: []said{
			{who: "farid", ago: 720, text: "In six weeks we go live with the new record. The plan is good. I would like to hear the things that are in nobody's plan: one each, please."},
			{who: "daniel", ago: 719.5, text: "Sleep. Draw up the rota so that nobody decides anything after the tenth hour.", replyTo: 1},
			{who: "helen", ago: 719, text: "Log-ins for bank and agency nurses at two in the morning. It was a third of all our calls."},
			{who: "priya", ago: 718, text: "Stock in the drug cupboards. Prescribing on screen is quick, and then the ward finds out that the cupboard still thinks in paper."},
			{who: "mei", ago: 717, text: "Which clock is right. Our analysers were four minutes ahead, so results came before their samples."},
			{who: "rosalind", ago: 716, text: "Wristband printers. We had tested that they print. We had not tested that the porter could change the roll. Put a spare roll, a picture of how to load it and a telephone number on every printer, and have one person who does nothing else for three days.", replyTo: 1},
			{who: "tom", ago: 715, text: "Chairs. I mean it. Thirty people in a control room and eleven chairs."},
			{who: "farid", ago: 660, text: "We are live. It was the wristband printers.", replyTo: 6},
		},
	},
	{
		board: "questions", title: "Optimization after go-live: who decides what comes next?",
		summary: "Six hundred requests and a team of nine.", tags: "go-live, governance",
		posts: []said{
			{who: "farid", ago: 225, text: "A year in, we have six hundred requests for change and nine people. The loudest wins. How do you choose?"},
			{who: "helen", ago: 224, text: "Nurses, doctors and therapists each get a third of the team's time and fight it out among themselves. It is fairer than any score.", replyTo: 1},
			{who: "hugh", ago: 222, text: "Ask how many people do the thing, how often, and how long it takes. Three numbers. Nine in ten requests go away when somebody has to write them down."},
			{who: "zoe", ago: 220, text: "Keep a lane for safety that nobody can overtake."},
		},
	},
	{
		board: "questions", title: "We were locked out for three days: what our downtime taught us",
		summary: "Told among members, so please keep it here.", tags: "cyber security, business continuity",
		posts: []said{
			{who: "ben", ago: 520, text: "Ransomware came in through a supplier's remote access. We were on paper for three days, and parts of us for three weeks. Nobody was harmed that we know of. I should like to write down what I would tell a friend.\n\n" +
				"## The first hour\n\nSomebody has to say the word. Ours came from a technician at six in the morning, who pulled the plug of a whole building because of one screen. He was right, and he had no authority to do it. Today he has, and so has everybody on his shift. Write down who may switch off what, before somebody has to ask at six in the morning.\n\n" +
				"## The first day\n\nEverybody wants to know when it will be back. Nobody knows, and every guess is repeated as a promise. We ended up with one sentence, said twice a day by the same person: *we do not know yet, and we will tell you at four*. It was the best thing that we did all week.\n\n" +
				"::: spoiler What was in the box that we carried to each ward\n- forty sheets of the drug chart, and pens\n- wristbands to write on\n- the telephone numbers of the laboratory, the pharmacy and the porters\n- a torch, which nobody needed\n:::\n\n" +
				"## The first week\n\nPaper works, for a while. What breaks is everything between two papers: results that nobody matches to a patient, letters that nobody sends, a list for theatre that exists three times. We put a person beside each of those gaps and called them a runner. They found more errors than any report has since.\n\n" +
				"## Coming back\n\nThe systems came back in an afternoon. Typing in what had been written on paper took three weeks and forty people, and we had planned for none of them. If you take one thing from this: plan how you come back."},
			{who: "ben", ago: 519.9, text: "1. The telephone system was on the same network. Buy mobiles now.\n2. The list of which system matters most was inside a system.\n3. People were heroic for two days and ill on the fourth. Send them home on the first."},
			{who: "alex", ago: 519, text: "Did your backups restore as fast as the plan said?", replyTo: 1},
			{who: "ben", ago: 518.5, text: "No. Restoring took nine times as long as reading the plan had made us believe: the tapes were fine and the keys to them were in the directory that had gone. Keep the keys on paper, in a safe, in another building.", replyTo: 3},
			{who: "daniel", ago: 517, text: "How did you tell staff what was going on?"},
			{who: "ben", ago: 516, text: "A person with a megaphone in the canteen, at eight and at four. I am not inventing that.", replyTo: 5},
			{who: "sian", ago: 510, text: "Thank you for telling it. We have changed two things already, and one of them is where the keys are."},
		},
	},
	{
		board: "questions", title: "Referrals that nobody owns: when does the clock stop?",
		summary: "Tertiary referrals, two hospitals, one clock.", tags: "waiting lists, data quality",
		posts: []said{
			{who: "lewis", ago: 45, text: "A patient is sent on to another hospital, which sends them back for a scan. Each of us thinks that the RTT clock is the other's. We found 140 people between two chairs. Who owns them at your place?"},
			{who: "grace", ago: 44, text: "Whoever saw them last, until the other has *booked*. Not accepted, not received: booked. It is crude and nobody has been lost since.", replyTo: 1},
			{who: "kwame", ago: 42, text: "And tell the scanner people. We cannot see a clock. To us it is a scan without a date."},
			{who: "hugh", ago: 40, text: "It costs money to own a patient on paper. Settle that with the finance directors first, or you will have this conversation every month."},
			{who: "lewis", ago: 20, text: "Settled, on one page with two signatures. Of the 140, nine had come to harm's edge and are seen now.", replyTo: 2},
		},
	},
	{
		board: "questions", title: "Multidisciplinary team meetings: one screen or six windows?",
		summary: "Forty patients, fifty minutes, and the scans are in another system.", tags: "cancer, imaging, usability",
		posts: []said{
			{who: "kwame", ago: 280, text: "Our cancer meeting discusses forty people in fifty minutes. I drive, with six windows open. Does anybody have one screen for it that shows scan, histology and the last letter together?"},
			{who: "mei", ago: 279, text: "We send the histology beforehand, in the order of the list. It is only a document. It saved twelve minutes.", replyTo: 1},
			{who: "grace", ago: 277, text: "Before you buy a screen, count how many of the forty need discussing. Ours was eighteen. The others had one obvious plan and waited for a room full of people to nod."},
			{who: "kwame", ago: 275, text: "Twenty-one of ours. I am annoyed at how simple that was.", replyTo: 3},
		},
	},
	{
		board: "questions", title: "Leaving a supplier: what should stand in the contract before you need it?",
		summary: "Exit is a clause until it is a year of your life.", tags: "procurement",
		posts: []said{
			{who: "daniel", ago: 850, text: "Our contract ends in two years and the exit clause is four lines long. What do you wish yours had said?"},
			{who: "peter", ago: 849, text: "Four things. The format in which you get your data, with an example attached. The price of getting it, today. The people of theirs you may keep until you are out. And that you may *rehearse* the exit once, in the middle of the contract.", replyTo: 1},
			{who: "hugh", ago: 848, text: "The price, above all. We were quoted the cost of a small house for a file.", replyTo: 2},
			{who: "marek", ago: 846, text: "Ask for the audit trail as well as the records. We got every note and not one line of who had read it."},
			{who: "peter", ago: 844, text: "And keep the meeting notes of the tender. What a salesman said in the room is not in the contract unless you put it there."},
			{who: "farid", ago: 100, text: "My cousin's firm writes exit plans, I can send round their brochure with prices.",
				breaks: 4, because: "It offers a firm's services for sale."},
		},
	},
	{
		board: "questions", title: "Benefits that nobody can bank: how do you count them?",
		summary: "Ten minutes saved a thousand times is not a post you can cut.", tags: "benefits",
		posts: []said{
			{who: "hugh", ago: 385, text: "Every business case for a system promises time. Ten minutes a nurse a shift. It is true, and I cannot bank it. How do you write benefits realisation so that it is honest and still gets signed?"},
			{who: "helen", ago: 384, text: "Say what the ten minutes went to. On one ward it was the second check of insulin. That is a benefit with a face.", replyTo: 1},
			{who: "grace", ago: 382, text: "Choose three measures, take them *before*, and promise to publish them whatever they say."},
			{who: "peter", ago: 380, text: "Pay part of the contract on them. You will be surprised how much more carefully everybody reads the definitions."},
			{who: "hugh", ago: 371, text: "We went with three measures and a promise. One got worse. The board trusted the other two all the more.", replyTo: 3},
		},
	},
	{
		board: "questions", title: "Copied-forward notes: how do you stop the snowball?",
		summary: "Yesterday's note, with today's date on it.", tags: "usability, clinical safety",
		posts: []said{
			{who: "helen", ago: 140, text: "Ward round notes are copied from the day before and grow. On day nine a patient had a drain that came out on day two. What has worked, apart from switching off the copy button?"},
			{who: "nadia", ago: 139, text: "We showed copied text in grey until somebody touched it. People shortened their notes out of vanity.", replyTo: 1},
			{who: "chloe", ago: 138, text: "Let a plan and a problem carry over, and nothing else. What I found this morning must be typed this morning."},
			{who: "zoe", ago: 136, text: "Grey text is in our hazard log as a control, with your name on it, Nadia.", replyTo: 2},
		},
	},
}
