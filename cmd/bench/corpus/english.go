package corpus

// commonWords are what any English text is full of, the most used first.
const commonWords = `the of and to a in is it that for was on are with as they be at one have this from
or had by but not what all were we when your can said there use an each which she do how their if
will up other about out many then them these so some her would make like him into time has look two
more write go see no way could people my than first been call who its now find long down day did get
come made may part over new take only little work know place year live me back give most very after
thing our just name good sentence think say great where help through much before line right too mean
old any same tell follow came want show also around form three small set put end does another well
large must big even such because turn here why ask went read need different home us move try kind
again change off away still learn should world high every near add between own below last keep never
start few while along might something seem next hard open example begin life always those both often
together got group until side once book hear stop without second later miss idea enough face watch far
really almost let above sometimes young soon list leave family since later point against better`

// ourWords are what this community speaks of, the most used first.
const ourWords = `patient data team ward record system trust service care clinical digital staff project
improvement nurse doctor hospital board meeting board measure report clinic discharge referral
appointment pathway safety quality theatre emergency community outpatient inpatient bed rota handover
shift medicine prescription pharmacy laboratory result test scan letter summary interface integration
standard terminology coding procurement supplier contract budget benefit governance consent
confidentiality audit dashboard chart median baseline variation outcome process balancing prediction
cycle leadership culture training workforce engagement executive sponsor committee member cohort
residential academy network peer practice adoption evidence pilot rollout upgrade migration downtime
incident recovery backup server device laptop printer scanner tablet bedside mobile wireless password
login smartcard identity access role permission alert alarm notification threshold algorithm model
analytics warehouse extract feed message queue mapping organisation colour centre programme organise
analyse behaviour specialise catheter sepsis oxygen glucose insulin haemoglobin anaemia oedema
paediatric orthopaedic oncology radiology cardiology maternity midwife physiotherapy dietitian
podiatry ambulance triage vaccination screening prevention inequality transport interpreter
accessibility telephone video consultation remote monitoring wearable sensor questionnaire survey
feedback complaint compliment waiting cancellation capacity demand flow forecast escalation`

// terms are what the field says in several words, or in a few letters. They stand in texts as
// they are, so that a phrase is found, and a synonym has two ways to be written.
var terms = []string{
	"electronic patient record", "EPR", "A&E", "emergency department", "small change", "discharge summary",
	"PAS", "patient administration system", "ICS", "integrated care system", "CCIO",
	"chief clinical information officer", "SNOMED CT", "FHIR", "DSPT", "data security and protection toolkit",
	"multidisciplinary team", "MDT", "floor walking", "service desk", "run chart", "length of stay",
	"shared care record", "information governance", "bed management", "single sign on", "order communications",
	"medicines reconciliation", "infection control", "outpatient transformation", "clinical safety case",
	"statistical process control", "digital maturity", "lessons learned", "mental health", "primary care network",
	"general practice", "quality improvement", "virtual ward", "community nursing",
}
