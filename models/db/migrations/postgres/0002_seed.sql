-- What every site starts with. All of it is data: a later release or the committee may change it.

-- +goose Up

INSERT INTO cohorts (number, years, partners) VALUES
	(1, 'finished in February 2019', 'Imperial, Edinburgh, Harvard'),
	(2, '', 'Imperial, Edinburgh, Harvard'),
	(3, '', 'Imperial, Edinburgh, Harvard'),
	(4, '', 'Imperial, Edinburgh, HDR UK'),
	(5, '', 'Imperial, Edinburgh, HDR UK'),
	(6, '', 'Imperial, Edinburgh, HDR UK'),
	(7, '', 'Imperial, Edinburgh, HDR UK'),
	(8, 'from September 2025', '');

INSERT INTO perspectives (slug, name, position) VALUES
	('medical', 'Medical', 1),
	('nursing-and-midwifery', 'Nursing and midwifery', 2),
	('allied-health-professions', 'Allied health professions', 3),
	('pharmacy-and-healthcare-science', 'Pharmacy and healthcare science', 4),
	('technology-and-engineering', 'Technology and engineering', 5),
	('data-and-analysis', 'Data and analysis', 6),
	('management-and-operations', 'Management and operations', 7),
	('public-health-and-social-care', 'Public health and social care', 8),
	('patient-carer-and-public', 'Patient, carer and public', 9);

INSERT INTO offices (slug, name, committee, administers, position) VALUES
	('chair', 'Chair', TRUE, FALSE, 1),
	('vice-chair', 'Vice-chair', TRUE, FALSE, 2),
	('secretary', 'Secretary', TRUE, FALSE, 3),
	('treasurer', 'Treasurer', TRUE, FALSE, 4),
	('member', 'Committee member', TRUE, FALSE, 5),
	('election-officer', 'Election officer', FALSE, FALSE, 6),
	('accreditation-assessor', 'Accreditation assessor', FALSE, FALSE, 7),
	('administrator', 'Administrator', FALSE, TRUE, 8);

INSERT INTO rules (number, title, body) VALUES
	(1, 'No patient data', 'Never write anything that could identify a patient: no NHS number, name, date of birth, address or picture, and no story so particular that somebody would know who it is.'),
	(2, 'Respect people', 'Disagree with ideas, not with people. No insults, threats, harassment or discrimination.'),
	(3, 'Keep to the subject', 'Write where it belongs and keep a thread on its question. Start a new thread for a new one.'),
	(4, 'No selling', 'Say who you work for when it matters. No advertising, and no recruitment outside the places meant for it.'),
	(5, 'Share only what you may', 'Give credit. Do not post what is confidential to your organisation, what somebody told you in confidence, or work you have no right to share.'),
	(6, 'Nothing illegal', 'Nothing that breaks the law, and nothing that helps others to break it.'),
	(7, 'Be yourself', 'Use your own name and speak for yourself. One place a person.');

INSERT INTO spaces (kind, slug, name, purpose, readers, holds, position, made_at) VALUES
	('board', 'welcome', 'Welcome', 'Say hello, and ask how things work here.', 'members', 'discussion', 1, CURRENT_TIMESTAMP),
	('board', 'questions', 'Questions', 'Ask your peers. Somebody has met it before.', 'members', 'discussion', 2, CURRENT_TIMESTAMP),
	('board', 'interoperability', 'Interoperability', 'Records, standards and systems that talk to each other.', 'public', 'discussion', 3, CURRENT_TIMESTAMP),
	('board', 'practices', 'Practices', 'Best practice worth copying, written up by members.', 'public', 'practice', 4, CURRENT_TIMESTAMP),
	('board', 'projects', 'Projects', 'Improvement projects: what we tried, and what happened.', 'public', 'project', 5, CURRENT_TIMESTAMP);
