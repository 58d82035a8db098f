package main

import "commonroom/cmd/demo/idp"

// colleagues are members who write in the sample but are not offered to sign in as: nine
// people to choose from are enough.
var colleagues = []persona{
	colleague("daniel", "Daniel Whitlock", 1, "chief information officer", "Kelderby Hospitals", "North East and Yorkshire",
		"Twenty years of systems going live. Ask me about the two weeks after.", "technology-and-engineering", "management-and-operations"),
	colleague("aoife", "Aoife Brennan", 2, "general practitioner", "Ashcombe Primary Care", "South East",
		"What arrives in a practice from a hospital, and what ought to.", "medical"),
	colleague("peter", "Peter Hallam", 2, "head of digital procurement", "Thornbeck Integrated Care Board", "North West",
		"Contracts. I read the schedules at the back so that you need not.", "management-and-operations"),
	colleague("hugh", "Hugh Carrick", 2, "deputy director of finance", "Wharfside Hospitals", "North East and Yorkshire",
		"Business cases that are still true three years later.", "management-and-operations"),
	colleague("helen", "Helen Prior", 3, "chief nursing information officer", "Kelderby Hospitals", "North East and Yorkshire",
		"Nursing documentation, and everything that can be left out of it.", "nursing-and-midwifery"),
	colleague("farid", "Farid Nouri", 3, "programme manager", "Southfell Hospitals", "South West",
		"Cut-over weekends and the biscuits they need.", "management-and-operations", "technology-and-engineering"),
	colleague("carys", "Carys Bevan", 3, "consultant psychiatrist", "Fenmarsh Mental Health", "East of England",
		"Community teams, crisis plans, and how long we all sit in front of screens.", "medical"),
	colleague("marek", "Marek Wójcik", 4, "integration architect", "Thornbeck Integrated Care Board", "North West",
		"Interfaces, mostly old ones. I like a good message log.", "technology-and-engineering"),
	colleague("mei", "Mei Tan", 4, "biomedical scientist", "Pennard Pathology Network", "Midlands",
		"Laboratory systems: what is asked for, what comes back, and who has seen it.", "pharmacy-and-healthcare-science"),
	colleague("imogen", "Imogen Slater", 4, "patient partner", "Marlstone Children's Hospital", "London",
		"I bring the other side of the letter.", "patient-carer-and-public"),
	colleague("zoe", "Zoë Penhaligon", 5, "clinical safety officer", "Southfell Hospitals", "South West",
		"Hazard logs and safety cases. A physiotherapist by trade.", "allied-health-professions"),
	colleague("kwame", "Kwame Asante", 5, "consultant radiologist", "Greywater Imaging Network", "London",
		"Pictures that open at the first try.", "medical"),
	colleague("judith", "Judith Amos", 5, "occupational therapist", "Northmoor Community Care", "North West",
		"Care at home, with a laptop on somebody's kitchen table.", "allied-health-professions"),
	colleague("sian", "Siân Pryce", 6, "information governance manager", "Fenmarsh Mental Health", "East of England",
		"I say yes more often than you expect.", "management-and-operations"),
	colleague("ben", "Ben Lockwood", 6, "cyber security manager", "Eastholme Hospitals", "East of England",
		"What happens when the screens go dark.", "technology-and-engineering"),
	colleague("yusuf", "Yusuf Demir", 6, "digital inclusion lead", "Whitmoor County Council", "Midlands",
		"People without a smartphone, without data, or without the wish.", "public-health-and-social-care"),
	colleague("rosalind", "Rosalind Keane", 6, "digital training lead", "Kelderby Hospitals", "North East and Yorkshire",
		"Short lessons, taught twice.", "nursing-and-midwifery"),
	colleague("nadia", "Nadia Rahimi", 7, "emergency medicine registrar", "Wharfside Hospitals", "North East and Yorkshire",
		"Corridors, and how to empty them.", "medical"),
	colleague("lewis", "Lewis Tranter", 7, "senior performance analyst", "Eastholme Hospitals", "East of England",
		"Pathways, clocks, and the referrals between two chairs.", "data-and-analysis"),
	colleague("seun", "Seun Adebayo", 8, "advanced paramedic", "Ravensholt Ambulance Service", "South East",
		"I read your records in the back of a van.", "allied-health-professions"),
	colleague("chloe", "Chloé Marchetti", 8, "paediatric registrar", "Marlstone Children's Hospital", "London",
		"Small patients, long forms.", "medical"),
}

func colleague(subject, name string, cohort int, job, at, region, about string, perspectives ...string) persona {
	return persona{
		Persona: idp.Persona{Subject: subject, Name: name, Email: subject + domain},
		cohort:  cohort, job: job, at: at, region: region, about: about, perspectives: perspectives,
	}
}
