package words_test

import (
	"strings"
	"testing"

	"commonroom/models/words"
)

// meet is lines of words that are one word to search.
const meet = `
organise organize organised organizing organisation organization organisations organisational organizational
prioritise prioritize prioritisation prioritization
analyse analyze analysed analyzing analysis analyses
dialyse dialyze
diagnosis diagnoses diagnose diagnosed
hypothesis hypotheses
behaviour behavior behaviours behavioural behavioral
colour color coloured colored colourful
neighbour neighbor neighbours
neighbourhood neighborhood
labour labor
favourite favorite
odour odor
tumour tumor tumours tumors
centre center centres centers centred centered
theatre theater theatres
metre meter metres
kilometre kilometer
millilitre milliliter millilitres
fibre fiber
litre liter
titre titer
manoeuvre maneuver manoeuvres
catalogue catalog catalogues cataloguing cataloging
dialogue dialog
defence defense defences
offence offense
licence license licences licensed licensing
practice practise practices practising practicing
paediatric pediatric paediatrics
anaesthesia anesthesia
anaesthetist anesthetist
haematology hematology
haemorrhage hemorrhage
orthopaedic orthopedic
gynaecology gynecology
leukaemia leukemia
oedema edema
oesophagus esophagus
foetal fetal
foetus fetus
oestrogen estrogen
diarrhoea diarrhea
dyspnoea dyspnea
coeliac celiac
amoeba ameba
encyclopaedia encyclopedia
caesarean cesarean
faeces feces
programme program programmes programs programmed programming
modelling modeling modelled modeled model models
labelled labeled labelling label
cancelled canceled cancelling canceling
travelled traveled travelling traveler traveller
counsellor counselor counsellors
signalling signaling
fuelled fueled
levelled leveled
enrol enroll enrolled enrolment enrollment
fulfil fulfill fulfilment fulfillment
instalment installment
skilful skillful
wilful willful
marvellous marvelous
jewellery jewelry
woollen woolen
judgement judgment judgements
acknowledgement acknowledgment
ageing aging
grey gray
cheque check cheques
tyre tire tyres
mould mold moulds
mouldy moldy
plough plow
pyjamas pajamas
sceptical skeptical
sulphate sulfate
aluminium aluminum
artefact artifact
adviser advisor
focussed focused focusing
enquiry inquiry enquiries inquiries
benefitted benefited
speciality specialty specialties
patient patients patient's patients’
call calls called calling
ward wards
nurse nurses nursing
record records recorded recording
policy policies
university universities
community communities
activity activities
discharge discharged discharging discharges
heroes hero
shoe shoes
café cafe CAFÉ
naïve naive
`

// part is lines of words of which each is another word to search.
const part = `
four for
hour our
shoe she
does dose
heroes here
organ organisation organic
community communication communal
university universe
general generate generic
policy police
new news
digital digit
medical medication medicine
hospital hospitality
inform informal informatics
import important
depart department
office officer
part partial party
author authority
consult consultant
emerge emergency
intern internal international internet
experience experiment
physical physics physician
public publication
population popular
position positive
paste past pasta
person personality
provision provisional
universal university
relative relate
ration rational
object objective
several severe
critic critical
capital capitation
govern government
integrity integral integrate
electron electronic
practical practice
care career carer
test tester
ward warden award
rota rotate
form formal format former
patient patience
will wilful
number numb
state station status
commit committee
poet petty
access accessibility accession
account accountant
care careful
election elective
identity identical
incident incidence
product productivity
refer reference referral
response responsibility
specific specification
source sauce
diameter theatre
size sis
analyst analyse
`

func TestFormsAndSpellingsOfOneWordMeet(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(strings.TrimSpace(meet)) {
		list := strings.Fields(line)
		for _, word := range list[1:] {
			if a, b := words.Stem(list[0]), words.Stem(word); a != b {
				t.Errorf("%s is %q, %s is %q: they do not meet", list[0], a, word, b)
			}
		}
	}
}

func TestDifferentWordsDoNotMeet(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(strings.TrimSpace(part)) {
		seen := map[string]string{}
		for _, word := range strings.Fields(line) {
			stem := words.Stem(word)
			if other, ok := seen[stem]; ok {
				t.Errorf("%s and %s are both %q", other, word, stem)
			}
			seen[stem] = word
		}
	}
}

func TestWordsWithDigitsOrSignsAreTheirOwnStem(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"covid19s": "covid19s", "A&E": "a&e", "A&E's": "a&e", "C++": "c++", "v2.1": "v2.1", "10,000": "10000", "H1N1": "h1n1",
		"": "", "'": "", "  ": "", "\xff": "", "two words": "twoword",
	} {
		if got := words.Stem(word); got != want {
			t.Errorf("%q gave %q, want %q", word, got, want)
		}
	}
}

func TestFoldingTakesAwayWhatPeopleLeaveOut(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"Patient’s": "patient's", "ÅNGSTRÖM": "angstrom", "œuvre": "oeuvre", "STRAẞE": "strasse", "ﬁle": "file",
		"ＮＨＳ": "nhs", "İstanbul": "istanbul", "Łódź": "lodz", "한글": "한글", "": "",
	} {
		if got := words.Fold(word); got != want {
			t.Errorf("%q gave %q, want %q", word, got, want)
		}
	}
}
