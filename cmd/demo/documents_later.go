package main

import "commonroom/models/project"

// Practices and projects of those who came later.

var laterPractices = []paper{
	{
		who: "zoe", ago: 150, title: "What to ask before an ambient scribe listens in",
		summary: "Artificial intelligence that writes the note while you talk. Nine questions we put to ourselves before the first clinic.",
		tags:    "AI, clinical safety",
		body: "## Why we wrote this\n\nFour services asked for a scribe in one month. An ambient scribe listens to a consultation and drafts the note. " +
			"It is quick, it is pleasant, and it is sometimes wrong in a way that reads well.\n\n" +
			"## Before the first clinic\n\n1. Who tells the patient, in which words, and what happens when they say no?\n" +
			"2. Where does the sound go, and when is it gone?\n3. Who is the author of the note? We say: whoever signs it.\n" +
			"4. Which hazards are new? Ours were a *not* that disappeared, two people with one voice, and a family history that became a history.\n" +
			"5. Is there a safety case under DCB0129 from the supplier, and one of ours under DCB0160?\n\n" +
			"## In the first month\n\n6. Read every tenth note against what was said. Two clinicians, not the one who signed.\n" +
			"7. Count what was added that nobody said. We found three in two hundred.\n8. Ask patients afterwards. Most liked being looked at.\n" +
			"9. Ask who speaks with an accent, an interpreter or a machine. It served them worse, and we said so.\n\n" +
			"## Where we are\n\nTwo services went on, one stopped, one is waiting. That is a good result for a question.\n",
		comments: []said{
			{who: "carys", ago: 148, text: "In psychiatry the silence is half of the note. It wrote nothing down, very fluently."},
			{who: "chloe", ago: 147, text: "With a crying toddler and two parents it gave the mother's asthma to the child. We noticed because we looked."},
			{who: "zoe", ago: 146.5, text: "That is going on the list of hazards. Thank you: two people with one voice had been a guess until now.", replyTo: 2},
			{who: "aoife", ago: 140, text: "What did you pay for, the minutes or the people?"},
			{who: "zoe", ago: 139, text: "The people, for a year. The minutes would have made us ration the long consultations, and those are the ones where it helps.", replyTo: 4},
		},
	},
	{
		who: "sian", ago: 160, title: "The security toolkit without the panic in June",
		summary: "Evidence collected a little each month, by the people who have it anyway.",
		tags:    "information governance, cyber security",
		body: "## The problem\n\nEvery year the Data Security and Protection Toolkit was finished in the last nine days of June, by three people, at night. " +
			"The evidence was true. It was also a surprise to the people it was about.\n\n" +
			"## What we changed\n\n- Each assertion has an owner who does the thing it speaks of. The owner of the leavers' process is whoever closes accounts.\n" +
			"- One twelfth is due each month. A short list goes out on the first, and we look at it together on the last Thursday.\n" +
			"- Whatever is proved by a report is proved by *that* report, not by a copy of it in a folder.\n" +
			"- We say \"not met\" in February, when there is still time, and not in June, when there is none.\n\n" +
			"## What happened\n\nThe submission went in on the third of June. The interesting part was the autumn: two of the things we had called " +
			"\"not met\" were mended because somebody had a date and a name.\n",
		comments: []said{
			{who: "ben", ago: 158, text: "We moved ours to the same rhythm. The hardest was to find who owns the list of unsupported devices. It was nobody."},
			{who: "sian", ago: 157, text: "It usually is. We gave it to medical physics, with a cake.", replyTo: 1},
		},
	},
}

var laterProjects = []paper{
	{
		who: "nadia", ago: 120, status: project.Running, team: "Two nurses in charge, a registrar, an ambulance liaison officer, an analyst for half a day",
		title:   "From ambulance to trolley in fifteen minutes",
		summary: "Crews waited 41 minutes to hand over a patient. We look at the minutes one at a time.",
		tags:    "urgent care, patient flow, small changes",
		aim:     "By March nine in ten handovers at the emergency department take fifteen minutes or less, without anybody waiting longer elsewhere.",
		problem: "An ambulance outside our door is an ambulance that is not going to somebody. The median handover took **41 minutes** in the autumn, and it was worst between four and nine in the evening.\n\n" +
			"We followed forty crews with a clock. Only six of the 41 minutes were talking about the patient. The rest was waiting for a space, for a nurse, or for a form.\n\n" +
			"### Small changes so far\n\n1. The crew's record opens on our screen *before* they arrive\n2. One nurse takes handover and nothing else, from four to nine\n3. No second form: what the crew wrote is the first page of ours\n",
		comments: []said{
			{who: "seun", ago: 118, text: "From the other side of the door: the third one is what my crews talk about. We used to say it, type it, and say it again."},
			{who: "nadia", ago: 117, text: "It is also the one that nearly failed. Your record calls it a presenting complaint and ours has four boxes for that.", replyTo: 1},
			{who: "grace", ago: 110, text: "Watch the time to first assessment as your balancing measure. Ours got worse when the handover got better."},
			{who: "nadia", ago: 60, text: "You were right. It went up by four minutes and we moved the second nurse. Down again since.", replyTo: 3},
		},
	},
	{
		who: "mei", ago: 330, status: project.Finished, team: "Pathology, two general medical wards, the junior doctors' forum",
		title:   "Every blood result seen within a day",
		summary: "One in twelve results was never acknowledged. Now one in ninety.",
		tags:    "pathology, clinical safety",
		aim:     "All results of tests that we report are acknowledged by somebody within 24 hours.",
		problem: "A result that nobody has looked at is a test that was not worth the needle. When we counted, 8 in a hundred were never acknowledged in the record, mostly because whoever had asked for them had changed wards.\n\n" +
			"### What helped\n\n- Results follow the patient's ward, not the doctor who asked\n- A list of what is not acknowledged, read aloud at the morning meeting\n- Fewer tests: half of the unseen ones repeated one of the day before\n",
		comments: []said{
			{who: "zoe", ago: 325, text: "Was the change of rule in the safety case? A result that moves to a ward can also leave it."},
			{who: "mei", ago: 324, text: "It was, and that is the reason for the list at the morning meeting.", replyTo: 1},
			{who: "chloe", ago: 290, text: "As the junior doctor in this story: please keep the list. I slept better."},
		},
	},
	{
		who: "helen", ago: 500, status: project.Stopped, team: "Infrastructure, one surgical ward, the registration authority",
		title:   "One log-in at the bedside",
		summary: "Single sign-on for a ward of shared computers. We stopped it, and here is why.",
		tags:    "single sign-on, usability",
		aim:     "Nurses on one ward sign in once in a shift and tap a card for the rest of it.",
		problem: "Each nurse signed in 27 times in a shift, to five systems, and waited 18 minutes in all.\n\n" +
			"We tried a card reader on every cart. It worked for three of the five systems. The other two signed out the *last* person instead of the present one, and that is how a note gets the wrong name.\n\n" +
			"### Why we stopped\n\nThe two suppliers could mend it in a year. We did not want a ward to learn a habit that was unsafe for a year. The readers are in a cupboard and we shall take them out again.\n",
		comments: []said{
			{who: "alex", ago: 497, text: "Thank you for writing up one that stopped. We had the same two systems on our list and have asked before buying."},
			{who: "tom", ago: 495, text: "What did you do with the smartcards people leave in the keyboards?"},
			{who: "helen", ago: 494, text: "A hook by the door. Lanyards off, cards off. Sixteen left behind in a month before, two since.", replyTo: 2},
		},
	},
	{
		who: "aoife", ago: 75, status: project.Running, team: "Four practices, the medical records office, one very patient developer",
		title:   "Discharge letters that arrive the same day",
		summary: "A letter that comes after the patient has come is history, not information.",
		tags:    "discharge, general practice",
		aim:     "Eight in ten letters reach the practice on the day the patient goes home.",
		problem: "In four practices we wrote down when each letter came. The median was **three days**, and one in ten took longer than two weeks. Patients rang us on the first morning to ask what they had been told to stop taking.\n\n" +
			"Most of the delay is one queue: letters wait for a second signature that nobody remembers asking for.\n",
		comments: []said{
			{who: "priya", ago: 73, text: "Our pharmacy signs the medicines part on its own, so it can go ahead of the rest. Would that help you?"},
			{who: "aoife", ago: 72, text: "Very much. If I could have one part on the first day it would be that one.", replyTo: 1},
			{who: "imogen", ago: 70, text: "Send it to the person as well. I have carried mine to my doctor more than once."},
		},
	},
	{
		who: "judith", ago: 55, status: project.Running, team: "Two community matrons, a geriatrician, an occupational therapist",
		title:   "A virtual ward that sleeps at night",
		summary: "Hospital at home for thirty people. Who answers at three in the morning, and what do they see?",
		tags:    "virtual wards, community",
		aim:     "Nobody on the virtual ward is taken to hospital at night for something that could have waited for the morning.",
		problem: "In the first half of the year eleven people were admitted at night. We read all eleven with those who had been there. In seven the person who answered the telephone could not see the readings from home, and did the safe thing.\n\n" +
			"### What we are trying\n\n1. One number, day and night\n2. Whoever answers sees the same page as the day team\n3. A plan for the night, written with the family at the start\n",
		comments: []said{
			{who: "seun", ago: 53, text: "Put the plan where a crew can see it, too. We are the ones who come when the telephone is not enough."},
			{who: "carys", ago: 50, text: "We share a one-page crisis plan in the same way. I can show you the wording people agreed to."},
		},
	},
}
