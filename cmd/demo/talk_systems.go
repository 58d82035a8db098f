package main

// Discussions on records and on systems that talk to each other: anybody may read them.

var systemTalks = []talk{
	{
		board: "interoperability", title: "Moving to a new patient administration system without losing appointments",
		summary: "What to migrate, what to leave, and what to check on the Monday.", tags: "migration, go-live",
		posts: []said{
			{who: "hugh", ago: 2020, text: "We change our patient administration system in the spring. Everybody talks about the day itself. I am worried about the 60,000 appointments that are already booked.\n\nWhat did you migrate, and how did you know that it had arrived?"},
			{who: "daniel", ago: 2019, text: "We have done it twice. Migrate what is in the future and what is open, and nothing that is closed: closed episodes go to a viewer.\n\n" +
				"Then rehearse the migration three times with real volumes. The first rehearsal lost one appointment in eighty, all from clinics whose names had been changed by hand. The second lost one in two thousand. The third lost none, and only then did we set the date.", replyTo: 1},
			{who: "tom", ago: 2018, text: "Freeze the clinic templates six weeks before. Every change after that must be made in both systems, by the same person, on the same day.", replyTo: 2},
			{who: "grace", ago: 2016, text: "Count before and after by clinic and by day, not in total. Our totals agreed and two clinics had swapped their patients."},
			{who: "daniel", ago: 2015, text: "That is the best advice on this page. Also print the first two days of every clinic, on paper, whatever anybody says about trees.", replyTo: 4},
			{who: "hugh", ago: 1840, text: "To close the circle: we went live in April. Three rehearsals, frozen templates, counts by clinic and day. Eleven appointments needed mending and nobody came to a clinic that did not exist. Thank you all."},
		},
	},
	{
		board: "interoperability", title: "FHIR or HL7 version 2 for a new results interface?",
		summary: "One is what we know, the other is what we are told to want.", tags: "FHIR, interfaces, pathology",
		posts: []said{
			{who: "mei", ago: 800, text: "Our laboratory system can send results either way. The team knows the old messages by heart. The new ones are what every plan asks for. What would you do, if it had to work by Christmas?"},
			{who: "marek", ago: 799, text: "By Christmas: the old messages, with a clean mapping of codes. Put your effort into the codes, because they survive the change of format and the format does not survive the change of supplier.\n\nThen write the next interface the new way, when you have a quiet month.", replyTo: 1},
			{who: "omar", ago: 797, text: "From the receiving end I cannot tell the difference. What I notice is whether the units are right."},
			{who: "mei", ago: 780, text: "We did as Marek said. The units took longer than the interface.", replyTo: 2},
		},
	},
	{
		board: "interoperability", title: "What does your shared care record show to a paramedic?",
		summary: "Four minutes, one thumb, a moving vehicle.", tags: "shared records, urgent care",
		posts: []said{
			{who: "seun", ago: 90, text: "Our integrated care system has a shared care record with everything in it. In a van I have four minutes and one thumb. What does yours show first, and who chose it?"},
			{who: "marek", ago: 89, text: "We asked six crews to draw the first screen on a napkin. Medicines, allergies, what is normal for this person, and any plan. The napkin is framed in our office.", replyTo: 1},
			{who: "carys", ago: 88.5, text: "*What is normal for this person* is the line that changes most for people with a long illness. It is also the one nobody fills in. We made it the first field of the crisis plan.", replyTo: 2},
			{who: "aoife", ago: 86, text: "Ours comes from the practice, so it is as good as our coding. I would show the date of each entry larger than the entry."},
			{who: "seun", ago: 85, text: "Thank you. I have a napkin now.", replyTo: 2},
		},
	},
	{
		board: "interoperability", title: "Problem lists: who may add a SNOMED CT code, and who takes one away?",
		summary: "The list grows. Nobody feels entitled to shorten it.", tags: "SNOMED CT, data quality",
		posts: []said{
			{who: "helen", ago: 610, text: "We have problem lists with forty entries, of which six are true. Everybody may add a coded problem. In practice nobody ever removes one. How do you keep yours honest?"},
			{who: "omar", ago: 609, text: "The discharging consultant tidies it, once, with the letter open beside it. It takes two minutes and it is the only moment at which somebody knows the whole story.", replyTo: 1},
			{who: "aoife", ago: 607, text: "In general practice we have done this for thirty years, and the answer is that somebody must *like* doing it. Ours is a nurse with a free hour on Fridays."},
			{who: "marek", ago: 604, text: "Show less. We offer 300 common terms per specialty and hide the other few hundred thousand behind a second search. Wrong choices fell by half."},
			{who: "helen", ago: 560, text: "We now let anybody mark an entry as \"is this still true?\". The consultant sees only the marked ones. The lists are down to twelve.", replyTo: 2},
		},
	},
	{
		board: "interoperability", title: "Images from the hospital next door: how do you open them?",
		summary: "Discs in envelopes, in this century.", tags: "imaging",
		posts: []said{
			{who: "kwame", ago: 365, text: "Three hospitals, one network, and scans still arrive on a disc in an envelope. What do you use so that a scan from next door opens beside ours?"},
			{who: "daniel", ago: 363, text: "An archive that all of us send to, and one worklist. The hard part was not the pictures. It was agreeing on one number for each person.", replyTo: 1},
			{who: "zoe", ago: 361, text: "Look at what happens with two people of the same name and birthday. It happened to us in the first week."},
			{who: "kwame", ago: 200, text: "An update: the archive is live for two of the three. Reports used to take two days to follow the scan, now they arrive together. The multidisciplinary team no longer begins with ten minutes of looking for discs.", replyTo: 2},
			{who: "chloe", ago: 190, text: "Children's hospitals are the ones the discs come to. Please ask us in."},
		},
	},
	{
		board: "interoperability", title: "Ordering blood tests from a community clinic",
		summary: "Order communications stop at the hospital wall.", tags: "pathology, community",
		posts: []said{
			{who: "judith", ago: 420, text: "Our nurses take blood in people's kitchens and write the request on paper. The hospital has electronic order communications, we have a pad of forms. Has anybody got the one to reach the other?"},
			{who: "mei", ago: 419, text: "We gave community teams the same ordering screen through a browser. Labels print on a pocket printer. The sample that arrives without a label is now one in four hundred, from one in thirty.", replyTo: 1},
			{who: "marek", ago: 415, text: "Mind the way back. If the order carries the team and not the nurse, the result has somebody to go to when she is on leave."},
			{who: "judith", ago: 300, text: "We began with one team in June. The pocket printers are loved. They are also the only thing that has ever been stolen from us.", replyTo: 2},
		},
	},
	{
		board: "interoperability", title: "Maternity notes that follow the woman",
		summary: "Three providers, two systems and a carrier bag.", tags: "maternity, shared records",
		posts: []said{
			{who: "ruth", ago: 450, text: "Women in our network may give birth in any of three places. Their notes follow in a carrier bag. What made the electronic maternity record follow *her*, and not the building?"},
			{who: "imogen", ago: 448, text: "I had the carrier bag. I would have liked to read it on my telephone, and to correct the spelling of my own allergy.", replyTo: 1},
			{who: "marek", ago: 446, text: "We share a summary with twelve items at each contact, and not the whole record. Three suppliers could agree on twelve. They could not agree on thirteen."},
			{who: "ruth", ago: 443, text: "Which twelve? I should like to steal them.", replyTo: 3},
			{who: "marek", ago: 442, text: "Blood group, allergies, medicines, previous births, scans, growth, risks, plan of birth, wishes, safeguarding flag, next contact, whom to ring.", replyTo: 4},
		},
	},
	{
		board: "interoperability", title: "Messages through the NHS App: do people answer them?",
		summary: "We sent four thousand. Here is what came back, and what did not.", tags: "patient portal, digital inclusion",
		posts: []said{
			{who: "yusuf", ago: 70, text: "With our hospital we moved appointment messages from text to the NHS App. Of four thousand people, 58 in a hundred read it within a day, and 22 never did. How do you find those 22 before they miss something?"},
			{who: "lewis", ago: 69, text: "If it is not read in 48 hours ours falls back to a text, and after that to a letter. The letters are one in nine. The cost is small and the missed appointments went down by a fifth.", replyTo: 1},
			{who: "imogen", ago: 68, text: "Say in the first line what it is about. \"You have a new message\" is not a message."},
			{who: "aoife", ago: 65, text: "Tell the practice what you send. Ours is where people ring to ask what it means."},
		},
	},
	{
		board: "interoperability", title: "Two records for one person, and names with accents",
		summary: "Zoë, Zoe and ZOE are three people to our index.", tags: "data quality, interfaces",
		posts: []said{
			{who: "zoe", ago: 250, text: "A small thing with my own name on it: our master index treats Zoë, Zoe and ZO? as three people. Duplicates are a hazard, and ours fall on people with accents. How do others match?"},
			{who: "marek", ago: 249, text: "I live with Wójcik, so: fold the accents for *matching*, keep them for *showing*. And never let a system write the question mark back.", replyTo: 1},
			{who: "grace", ago: 247, text: "We looked: duplicates were four times as common for people born abroad. A naïve rule is not a neutral one."},
			{who: "zoe", ago: 240, text: "\"Not a neutral one\" is going into the hazard log.", replyTo: 3},
		},
	},
}
