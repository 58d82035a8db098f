-- +goose Up

-- Where texts are found by their words. The words are kept in their order and nothing else:
-- what they are, and what a number means, is said in models/search. The tokenizer splits at blanks
-- and at the double quote alone.
CREATE VIRTUAL TABLE search_index USING fts5(words, content = '', contentless_delete = 1,
	tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'");

-- Every word of the index with its place, to compare two indexes by.
CREATE VIRTUAL TABLE search_index_words USING fts5vocab('search_index', 'instance');

-- The words that people here have written, for completing and correcting what is typed. docs
-- counts the texts with the word, up to a bound beyond which the word is simply common.
CREATE TABLE search_words (
	word     TEXT NOT NULL PRIMARY KEY,
	stem     TEXT NOT NULL,
	skeleton TEXT NOT NULL,
	docs     INTEGER NOT NULL
);
CREATE INDEX search_words_by_stem ON search_words (stem);
CREATE INDEX search_words_by_skeleton ON search_words (skeleton, docs);

-- Which analysis of words the index was made with: another one makes it anew.
CREATE TABLE search_state (
	name  TEXT NOT NULL PRIMARY KEY,
	value TEXT NOT NULL
);

-- The pages of the site itself, as they were when the server last started.
CREATE TABLE search_pages (
	id    INTEGER PRIMARY KEY AUTOINCREMENT,
	path  TEXT NOT NULL UNIQUE,
	title TEXT NOT NULL,
	html  TEXT NOT NULL
);

-- Expressions that mean the same, with commas between: "EPR, electronic patient record". The
-- committee keeps the list.
CREATE TABLE search_same (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	words      TEXT NOT NULL,
	version    INTEGER NOT NULL DEFAULT 1,
	changed_by INTEGER REFERENCES members (id), -- nobody who has changed it: it came with the site
	changed_at TIMESTAMP NOT NULL
);

INSERT INTO search_same (words, changed_at) VALUES
	('EPR, electronic patient record, EHR, electronic health record, EMR, electronic medical record', '2026-01-01 00:00:00+00:00'),
	('PAS, patient administration system', '2026-01-01 00:00:00+00:00'),
	('shared care record, ShCR, integrated care record', '2026-01-01 00:00:00+00:00'),
	('summary care record, SCR', '2026-01-01 00:00:00+00:00'),
	('personal health record, PHR', '2026-01-01 00:00:00+00:00'),
	('patient portal, patient held record', '2026-01-01 00:00:00+00:00'),
	('master patient index, MPI', '2026-01-01 00:00:00+00:00'),
	('personal demographics service, PDS', '2026-01-01 00:00:00+00:00'),
	('A&E, ED, emergency department, accident and emergency', '2026-01-01 00:00:00+00:00'),
	('GP, general practitioner, general practice, family doctor', '2026-01-01 00:00:00+00:00'),
	('outpatients, out-patients, OPD, outpatient department', '2026-01-01 00:00:00+00:00'),
	('ICU, ITU, intensive care, critical care', '2026-01-01 00:00:00+00:00'),
	('HDU, high dependency unit', '2026-01-01 00:00:00+00:00'),
	('NICU, neonatal unit, neonatal intensive care', '2026-01-01 00:00:00+00:00'),
	('AMU, MAU, acute medical unit, medical assessment unit', '2026-01-01 00:00:00+00:00'),
	('SDEC, same day emergency care, ambulatory care', '2026-01-01 00:00:00+00:00'),
	('operating theatre, operating room', '2026-01-01 00:00:00+00:00'),
	('virtual ward, hospital at home', '2026-01-01 00:00:00+00:00'),
	('doctor, physician', '2026-01-01 00:00:00+00:00'),
	('resident doctor, junior doctor', '2026-01-01 00:00:00+00:00'),
	('AHP, allied health professional', '2026-01-01 00:00:00+00:00'),
	('HCA, healthcare assistant', '2026-01-01 00:00:00+00:00'),
	('MDT, multidisciplinary team, multi-disciplinary team', '2026-01-01 00:00:00+00:00'),
	('CCIO, chief clinical information officer', '2026-01-01 00:00:00+00:00'),
	('CNIO, chief nursing information officer', '2026-01-01 00:00:00+00:00'),
	('CIO, chief information officer', '2026-01-01 00:00:00+00:00'),
	('CDIO, chief digital and information officer', '2026-01-01 00:00:00+00:00'),
	('CTO, chief technology officer', '2026-01-01 00:00:00+00:00'),
	('CSO, clinical safety officer', '2026-01-01 00:00:00+00:00'),
	('SRO, senior responsible owner', '2026-01-01 00:00:00+00:00'),
	('SIRO, senior information risk owner', '2026-01-01 00:00:00+00:00'),
	('DPO, data protection officer', '2026-01-01 00:00:00+00:00'),
	('ICS, integrated care system', '2026-01-01 00:00:00+00:00'),
	('ICB, integrated care board', '2026-01-01 00:00:00+00:00'),
	('PCN, primary care network', '2026-01-01 00:00:00+00:00'),
	('NHSE, NHS England', '2026-01-01 00:00:00+00:00'),
	('NHSD, NHS Digital', '2026-01-01 00:00:00+00:00'),
	('DHSC, Department of Health and Social Care', '2026-01-01 00:00:00+00:00'),
	('CQC, Care Quality Commission', '2026-01-01 00:00:00+00:00'),
	('MHRA, Medicines and Healthcare products Regulatory Agency', '2026-01-01 00:00:00+00:00'),
	('BCS, British Computer Society', '2026-01-01 00:00:00+00:00'),
	('FCI, Faculty of Clinical Informatics', '2026-01-01 00:00:00+00:00'),
	('FEDIP, Federation for Informatics Professionals', '2026-01-01 00:00:00+00:00'),
	('SNOMED CT, SNOMED, systematised nomenclature of medicine', '2026-01-01 00:00:00+00:00'),
	('FHIR, fast healthcare interoperability resources', '2026-01-01 00:00:00+00:00'),
	('HL7, health level seven', '2026-01-01 00:00:00+00:00'),
	('integration engine, trust integration engine', '2026-01-01 00:00:00+00:00'),
	('DCB0129, DCB 0129', '2026-01-01 00:00:00+00:00'),
	('DCB0160, DCB 0160', '2026-01-01 00:00:00+00:00'),
	('DTAC, digital technology assessment criteria', '2026-01-01 00:00:00+00:00'),
	('DSPT, data security and protection toolkit', '2026-01-01 00:00:00+00:00'),
	('CAF, cyber assessment framework', '2026-01-01 00:00:00+00:00'),
	('WGLL, what good looks like', '2026-01-01 00:00:00+00:00'),
	('FDP, federated data platform', '2026-01-01 00:00:00+00:00'),
	('GDE, global digital exemplar', '2026-01-01 00:00:00+00:00'),
	('SaMD, software as a medical device', '2026-01-01 00:00:00+00:00'),
	('EPMA, electronic prescribing and medicines administration, e-prescribing, electronic prescribing, eprescribing', '2026-01-01 00:00:00+00:00'),
	('EPS, electronic prescription service', '2026-01-01 00:00:00+00:00'),
	('TTO, TTA, discharge medication', '2026-01-01 00:00:00+00:00'),
	('drug chart, medication chart', '2026-01-01 00:00:00+00:00'),
	('order comms, order communications, CPOE, computerised physician order entry', '2026-01-01 00:00:00+00:00'),
	('PACS, picture archiving and communication system', '2026-01-01 00:00:00+00:00'),
	('RIS, radiology information system', '2026-01-01 00:00:00+00:00'),
	('VNA, vendor neutral archive', '2026-01-01 00:00:00+00:00'),
	('LIMS, laboratory information management system', '2026-01-01 00:00:00+00:00'),
	('POCT, point of care testing', '2026-01-01 00:00:00+00:00'),
	('MRI, magnetic resonance imaging', '2026-01-01 00:00:00+00:00'),
	('ECG, electrocardiogram', '2026-01-01 00:00:00+00:00'),
	('EDMS, electronic document management system, electronic document management', '2026-01-01 00:00:00+00:00'),
	('ESR, electronic staff record', '2026-01-01 00:00:00+00:00'),
	('e-rostering, electronic rostering', '2026-01-01 00:00:00+00:00'),
	('e-consent, electronic consent', '2026-01-01 00:00:00+00:00'),
	('e-observations, eObs, electronic observations', '2026-01-01 00:00:00+00:00'),
	('NEWS2, national early warning score', '2026-01-01 00:00:00+00:00'),
	('discharge summary, discharge letter', '2026-01-01 00:00:00+00:00'),
	('handover, hand-over, handoff, hand-off', '2026-01-01 00:00:00+00:00'),
	('follow-up, followup', '2026-01-01 00:00:00+00:00'),
	('RTT, referral to treatment, 18 weeks', '2026-01-01 00:00:00+00:00'),
	('PTL, patient tracking list, waiting list', '2026-01-01 00:00:00+00:00'),
	('PIFU, patient initiated follow-up', '2026-01-01 00:00:00+00:00'),
	('A&G, advice and guidance', '2026-01-01 00:00:00+00:00'),
	('DNA, non-attendance, missed appointment', '2026-01-01 00:00:00+00:00'),
	('LOS, length of stay', '2026-01-01 00:00:00+00:00'),
	('NCTR, no criteria to reside', '2026-01-01 00:00:00+00:00'),
	('DTOC, delayed transfer of care', '2026-01-01 00:00:00+00:00'),
	('OOH, out of hours', '2026-01-01 00:00:00+00:00'),
	('PROMs, ePROMs, ePRO, patient reported outcome measures', '2026-01-01 00:00:00+00:00'),
	('PREMs, patient reported experience measures', '2026-01-01 00:00:00+00:00'),
	('FFT, friends and family test', '2026-01-01 00:00:00+00:00'),
	('telemedicine, telehealth', '2026-01-01 00:00:00+00:00'),
	('video consultation, video appointment', '2026-01-01 00:00:00+00:00'),
	('QI, quality improvement', '2026-01-01 00:00:00+00:00'),
	('PDSA, plan do study act', '2026-01-01 00:00:00+00:00'),
	('SPC, statistical process control', '2026-01-01 00:00:00+00:00'),
	('KPI, key performance indicator', '2026-01-01 00:00:00+00:00'),
	('RCA, root cause analysis', '2026-01-01 00:00:00+00:00'),
	('PSIRF, patient safety incident response framework', '2026-01-01 00:00:00+00:00'),
	('LFPSE, learn from patient safety events', '2026-01-01 00:00:00+00:00'),
	('GIRFT, getting it right first time', '2026-01-01 00:00:00+00:00'),
	('CPD, continuing professional development', '2026-01-01 00:00:00+00:00'),
	('PMO, programme management office, project management office', '2026-01-01 00:00:00+00:00'),
	('BAU, business as usual', '2026-01-01 00:00:00+00:00'),
	('ROI, return on investment', '2026-01-01 00:00:00+00:00'),
	('SLA, service level agreement', '2026-01-01 00:00:00+00:00'),
	('UAT, user acceptance testing', '2026-01-01 00:00:00+00:00'),
	('IG, information governance', '2026-01-01 00:00:00+00:00'),
	('DPIA, data protection impact assessment', '2026-01-01 00:00:00+00:00'),
	('GDPR, general data protection regulation', '2026-01-01 00:00:00+00:00'),
	('DSA, data sharing agreement', '2026-01-01 00:00:00+00:00'),
	('SAR, subject access request', '2026-01-01 00:00:00+00:00'),
	('FOI, freedom of information', '2026-01-01 00:00:00+00:00'),
	('IT, information technology, ICT', '2026-01-01 00:00:00+00:00'),
	('service desk, help desk, helpdesk', '2026-01-01 00:00:00+00:00'),
	('login, log-in, logon', '2026-01-01 00:00:00+00:00'),
	('SSO, single sign-on', '2026-01-01 00:00:00+00:00'),
	('MFA, multi-factor authentication, 2FA, two-factor authentication', '2026-01-01 00:00:00+00:00'),
	('smartcard, smart card', '2026-01-01 00:00:00+00:00'),
	('VPN, virtual private network', '2026-01-01 00:00:00+00:00'),
	('VDI, virtual desktop', '2026-01-01 00:00:00+00:00'),
	('BYOD, bring your own device', '2026-01-01 00:00:00+00:00'),
	('M365, Microsoft 365, Office 365, O365', '2026-01-01 00:00:00+00:00'),
	('wifi, wi-fi', '2026-01-01 00:00:00+00:00'),
	('email, e-mail', '2026-01-01 00:00:00+00:00'),
	('cyber security, cybersecurity', '2026-01-01 00:00:00+00:00'),
	('dataset, data set', '2026-01-01 00:00:00+00:00'),
	('barcode, bar code', '2026-01-01 00:00:00+00:00'),
	('API, application programming interface', '2026-01-01 00:00:00+00:00'),
	('UX, user experience, usability', '2026-01-01 00:00:00+00:00'),
	('UI, user interface', '2026-01-01 00:00:00+00:00'),
	('RPA, robotic process automation', '2026-01-01 00:00:00+00:00'),
	('AI, artificial intelligence', '2026-01-01 00:00:00+00:00'),
	('ML, machine learning', '2026-01-01 00:00:00+00:00'),
	('NLP, natural language processing', '2026-01-01 00:00:00+00:00'),
	('LLM, large language model', '2026-01-01 00:00:00+00:00'),
	('ambient scribe, ambient voice technology, AVT', '2026-01-01 00:00:00+00:00'),
	('BI, business intelligence', '2026-01-01 00:00:00+00:00'),
	('healthcare, health care', '2026-01-01 00:00:00+00:00'),
	('co-design, codesign', '2026-01-01 00:00:00+00:00'),
	('rollout, roll-out', '2026-01-01 00:00:00+00:00');

-- How much a discussion that asks something is read, and found: see models/search/tally.go. 0 says never,
-- or that it asks nothing.
ALTER TABLE threads ADD COLUMN heat REAL NOT NULL DEFAULT 0;
CREATE INDEX threads_hottest ON threads (heat, id) WHERE heat > 0;
CREATE INDEX threads_hottest_in ON threads (space_id, heat, id) WHERE heat > 0;

-- What members looked for and did not find: the words alone. Until three different members have
-- looked for them, two marks tell one from another; see models/search/miss.go.
CREATE TABLE search_misses (
	id          INTEGER PRIMARY KEY AUTOINCREMENT,
	words       TEXT NOT NULL UNIQUE,
	state       TEXT NOT NULL CHECK (state IN ('counting', 'shown', 'dismissed')),
	times       INTEGER NOT NULL,
	last_day    TEXT NOT NULL CHECK (length(last_day) = 10),
	key_mark    INTEGER NOT NULL DEFAULT 0, -- of the key that the marks are made with
	first_mark  INTEGER NOT NULL DEFAULT 0, -- 0 for none
	second_mark INTEGER NOT NULL DEFAULT 0,
	CHECK (state = 'counting' OR first_mark = 0 AND second_mark = 0 AND key_mark = 0)
);
CREATE INDEX search_misses_by_state ON search_misses (state, times, id);
CREATE INDEX search_misses_by_day ON search_misses (last_day);
