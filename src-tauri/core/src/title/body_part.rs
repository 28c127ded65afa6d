//! Parts of the body: our codes, the Defined Terms of Body Part Examined
//! (PS3.16 Annex L), and how descriptions name them in English, German,
//! French, Spanish, Italian and Dutch.

use super::words;

/// A part of the body, from head to foot.
struct Part {
    code: &'static str,
    /// Whether there are two of it, so that a side means something.
    paired: bool,
    /// Terms of Body Part Examined, without separators.
    terms: &'static [&'static str],
    /// Folded words, see [`words::matched`].
    spellings: &'static [&'static str],
}

const fn single(
    code: &'static str,
    terms: &'static [&'static str],
    spellings: &'static [&'static str],
) -> Part {
    Part {
        code,
        paired: false,
        terms,
        spellings,
    }
}

const fn paired(
    code: &'static str,
    terms: &'static [&'static str],
    spellings: &'static [&'static str],
) -> Part {
    Part {
        code,
        paired: true,
        terms,
        spellings,
    }
}

#[rustfmt::skip]
const PARTS: &[Part] = &[
    single("whole_body", &["WHOLEBODY"], &["whole body", "wholebody", "total body", "ganzkorper*", "corps entier", "cuerpo entero", "cuerpo completo", "corpo intero", "total body", "hele lichaam", "totale lichaam"]),
    single("brain", &["BRAIN", "CEREBELLUM", "HYPOTHALAMUS", "PITUITARY", "CEREBRAL"], &["brain*", "cerebral*", "cerebro", "encefalo", "gehirn*", "hirn*", "neurocranium", "neurokranium", "cerveau", "encephal*", "crane encephale", "cervello", "hersen*", "pituitary", "hypophys*", "hipofis*", "ipofisi", "sella"]),
    single("head", &["HEAD", "SKULL", "SKULLBASE", "OCCIPTALBONE", "PARIETALBONE", "FRONTALBONE"], &["head", "skull*", "kopf*", "schadel*", "cranium", "cranial*", "cran", "crane", "tete", "cabeza", "craneo", "cranio", "testa", "capo", "hoofd", "schedel", "ccranio"]),
    single("face", &["FACE", "ZYGOMA", "FACIALBONES"], &["face", "facial*", "maxillofacial*", "gesicht*", "mittelgesicht*", "massif facial", "cara", "macizo facial", "volto", "massiccio facciale", "aangezicht*", "gelaat*", "nasal bone*", "nasenbein*", "os propres du nez"]),
    paired("orbit", &["EYE", "ORBIT", "ORBITS", "OPTICCANAL", "EYELID"], &["orbit*", "eye*", "auge*", "oeil", "yeux", "ojo*", "occhio", "occhi", "oog", "ogen"]),
    single("sinuses", &["PARANASALSINUS", "SINUS", "SINUSES", "NASOPHARYNX", "NOSE", "MAXILLARYSINUS", "FRONTALSINUS"], &["sinus", "sinuses", "nnh", "nasennebenhohle*", "paranasal*", "senos paranasales", "seni paranasali", "sinus de la face", "neusbijholt*"]),
    paired("ear", &["EAR", "IAC", "TEMPORALBONE", "MASTOID", "COCHLEA", "INNEREAR"], &["ear", "ears", "temporal bone*", "iac", "iacs", "mastoid*", "felsenbein*", "innenohr*", "rocher*", "oreille*", "oido*", "penasco*", "orecchi*", "rocche petrose", "rotsbeen*", "oor"]),
    single("teeth", &["TEETH", "TOOTH", "DENTAL"], &["teeth", "tooth", "dental*", "zahn*", "zahne", "opg", "dent", "dents", "diente*", "denti", "dente", "ortopantomo*", "orthopantomo*", "gebit*"]),
    single("jaw", &["JAW", "JAWREGION", "MANDIBLE", "MAXILLA", "TMJ", "TMJOINT"], &["jaw*", "mandib*", "maxilla", "tmj", "kiefer*", "unterkiefer*", "oberkiefer*", "machoire*", "atm", "kaak*"]),
    single("neck", &["NECK", "THROAT", "LARYNX", "PHARYNX", "HEADNECK", "CAROTID", "THYROID", "PAROTID"], &["neck", "hals", "halsweichteile*", "cou", "cervicofacial*", "cuello", "collo", "larynx", "pharynx", "carotid*", "karotis*", "tsa", "soft tissue neck"]),
    single("thyroid", &[], &["thyroid*", "thyreo*", "schilddruse*", "tiroid*", "schildklier*"]),
    single("cervical_spine", &["CSPINE", "CERVICALSPINE", "CTSPINE"], &["cervical spine", "c spine", "cspine", "hws", "halswirbel*", "rachis cervical", "columna cervical", "rachide cervicale", "colonna cervicale", "cervicale wervelkolom", "cwk", "spine cervical", "spine c", "spine neck"]),
    single("thoracic_spine", &["TSPINE", "THORACICSPINE", "TLSPINE"], &["thoracic spine", "dorsal spine", "t spine", "tspine", "bws", "brustwirbel*", "rachis dorsal", "rachis thoracique", "columna dorsal", "columna toracica", "rachide dorsale", "colonna dorsale", "thoracale wervelkolom", "twk", "spine thoracic", "spine t"]),
    single("lumbar_spine", &["LSPINE", "LUMBARSPINE", "LSSPINE", "LUMBOSACRALSPINE"], &["lumbar spine", "lumbar", "lumbosacral*", "l spine", "lspine", "ls spine", "lws", "lendenwirbel*", "rachis lombaire", "lombaire*", "columna lumbar", "columna lumbosacra", "rachide lombare", "rachide lombosacrale", "colonna lombare", "lombosacrale", "lumbale wervelkolom", "lwk", "spine lumbar", "spine l"]),
    paired("sacroiliac_joint", &["SIJOINT", "SIJOINTS", "SACROILIACJOINT"], &["sacroiliac*", "sacro iliac*", "si joint*", "isg", "iliosakral*", "sacroiliaque*", "sacroiliaca*", "sacroileit*"]),
    single("sacrum", &["SSPINE", "SACRUM", "COCCYX", "SACRALSPINE"], &["sacrum", "sacral*", "coccyx", "kreuzbein", "steissbein", "sacro coccyx", "coxis", "stuit*"]),
    single("spine", &["SPINE", "WHOLESPINE", "ENTIRESPINE"], &["spine", "spinal*", "wirbelsaule*", "rachis", "columna", "colonna vertebrale", "rachide", "wervelkolom", "scoliosis", "skoliose*"]),
    paired("shoulder", &["SHOULDER", "ACJOINT", "SCJOINT", "ROTATORCUFF", "GLENOHUMERALJOINT"], &["shoulder*", "schulter*", "epaule*", "hombro*", "spalla", "spalle", "schouder*", "ac joint*", "acromioclav*"]),
    paired("clavicle", &["CLAVICLE"], &["clavic*", "schlusselbein*", "sleutelbeen*"]),
    paired("scapula", &["SCAPULA"], &["scapula*", "schulterblatt*", "omoplat*", "escapula*", "scapola", "schouderblad*"]),
    paired("upper_arm", &["HUMERUS", "UPPERARM", "AXILLA"], &["humer*", "upper arm", "oberarm*", "bras", "brazo", "omero", "bovenarm*", "omerale"]),
    paired("elbow", &["ELBOW"], &["elbow*", "ellbogen*", "ellenbogen*", "coude*", "codo*", "gomito", "gomiti", "elleboog*"]),
    paired("forearm", &["FOREARM", "RADIUS", "ULNA", "RADIUSULNA"], &["forearm*", "unterarm*", "avant bras", "antebrazo*", "avambraccio", "onderarm*"]),
    paired("wrist", &["WRIST", "CARPUS", "SCAPHOID"], &["wrist*", "handgelenk*", "poignet*", "muneca*", "polso", "polsi", "pols", "scaphoid*", "kahnbein*"]),
    paired("hand", &["HAND", "PALM"], &["hand", "hands", "hande", "mains", "la main", "main droite", "main gauche", "mano", "manos", "mani", "handen"]),
    paired("finger", &["FINGER", "THUMB"], &["finger*", "thumb*", "daumen*", "doigt*", "pouce*", "dedo de la mano", "pulgar*", "dita", "dito", "pollice", "vinger*", "duim*"]),
    paired("arm", &["UPPEREXTREMITY", "ARM", "UPPERLIMB", "EXTREMITY"], &["upper extremit*", "upper limb*", "arm", "arms", "obere extremitat*", "membre superieur", "miembro superior", "arto superiore", "bovenste extremiteit*"]),
    single("chest", &["CHEST", "LUNG", "LUNGS", "THORAX", "MEDIASTINUM", "BRONCHUS", "TRACHEA", "ESOPHAGUS", "THYMUS", "PLEURA", "HILUM"], &["chest", "thorax*", "thoracique*", "thoraco*", "thoracic", "lung*", "lunge*", "pulmon*", "poumon*", "torax", "torace", "pecho", "polmon*", "longen", "borstkas", "brustkorb*", "mediastin*", "cxr", "thx"]),
    single("ribs", &["RIB", "RIBS"], &["rib", "ribs", "rippe*", "cotes", "gril costal", "costilla*", "coste", "ribben"]),
    single("sternum", &["STERNUM"], &["stern*", "brustbein*", "esternon", "sterno", "borstbeen*"]),
    paired("breast", &["BREAST", "MAMMA"], &["breast*", "mammo*", "mamma*", "mama", "mamas", "sein", "seins", "seno", "seni", "mammella", "mammelle", "mamografia*", "brustdruse*"]),
    single("heart", &["HEART", "CORONARYARTERY", "CARDIAC"], &["heart", "cardiac*", "cardio*", "herz*", "coeur", "coronar*", "koronar*", "corazon", "cuore", "cardiaca", "hart", "echocard*", "calcium score", "calcium scoring"]),
    single("aorta", &["AORTA", "THORACICAORTA", "ABDOMINALAORTA", "AORTICARCH"], &["aort*"]),
    single("abdomen", &["ABDOMEN", "STOMACH", "DUODENUM", "SMALLBOWEL", "RETROPERITONEUM", "ADRENAL", "SPLEEN", "UPPERABDOMEN"], &["abdom*", "abd", "bauch*", "oberbauch*", "buik*", "addom*", "magen*", "stomach", "spleen", "milz*", "abdomino*"]),
    single("liver", &["LIVER", "BILEDUCT", "GALLBLADDER", "BILIARYTRACT"], &["liver*", "leber*", "foie", "higado", "fegato", "lever", "hepat*", "gallbladder*", "gallenblase*", "mrcp*", "biliar*", "cholang*", "vesicule*"]),
    single("pancreas", &["PANCREAS", "PANCREATICDUCT"], &["pancrea*", "pankreas*", "alvleesklier*"]),
    single("urinary_tract", &["KIDNEY", "KIDNEYS", "BLADDER", "KUB", "URETER", "URETHRA", "URINARYTRACT"], &["kidney*", "renal*", "renes", "reni", "rein", "reins", "niere*", "nieren", "rinon*", "rene", "kub", "urinary*", "urogra*", "uro ct", "bladder", "harnblase*", "vejiga", "vescica", "blaas", "vessie"]),
    single("bowel", &["COLON", "RECTUM", "LARGEINTESTINE", "SMALLINTESTINE", "JEJUNUM", "ILEUM", "ANUSRECTUMANDSIGMOIDCOLON"], &["colon*", "bowel*", "rectum", "rectal*", "rekt*", "darm*", "dunndarm*", "enterograph*", "enterogra*", "recto", "retto", "intestin*"]),
    single("pelvis", &["PELVIS", "LOWERPELVIS", "PELVISLOWEREXTREMITY"], &["pelvi*", "becken*", "bassin", "bacino", "bekken*"]),
    single("prostate", &["PROSTATE"], &["prostat*"]),
    single("uterus", &["UTERUS", "OVARY", "CERVIX", "ENDOMETRIUM"], &["uter*", "gebarmutter*", "ovar*", "eierstock*", "baarmoeder*"]),
    single("pregnancy", &["FETUS", "PREGNANCY", "UMBILICALCORD", "PLACENTA"], &["fetal*", "fetus", "foetal*", "foetus", "obstetric*", "pregnan*", "schwangerschaft*", "grossesse", "embarazo", "gravidanza", "zwangerschap*"]),
    paired("testis", &["TESTIS", "SCROTUM", "TESTES"], &["testic*", "testis", "scrot*", "hoden*", "skrotum*", "testicul*"]),
    paired("hip", &["HIP", "HIPS", "ACETABULUM"], &["hip", "hips", "hufte*", "huft*", "hanche*", "cadera*", "anca", "anche", "heup*"]),
    paired("thigh", &["THIGH", "FEMUR"], &["femur*", "thigh*", "oberschenkel*", "cuisse*", "muslo*", "coscia", "femore", "dijbeen*", "bovenbeen*"]),
    paired("knee", &["KNEE", "PATELLA"], &["knee*", "knie*", "genou*", "rodilla*", "ginocchi*", "patell*", "genu"]),
    paired("lower_leg", &["TIBIAFIBULA", "TIBIA", "FIBULA", "LOWERLEG", "CALF"], &["tibia*", "fibula*", "lower leg*", "unterschenkel*", "jambe*", "pierna*", "gamba", "gambe", "onderbeen*"]),
    paired("ankle", &["ANKLE"], &["ankle*", "sprunggelenk*", "osg", "cheville*", "tobillo*", "caviglia", "caviglie", "enkel*"]),
    paired("foot", &["FOOT", "FEET", "CALCANEUS", "SUBTALAR", "HEEL"], &["foot", "feet", "fuss", "fusse", "fuesse", "vorfuss*", "mittelfuss*", "ruckfuss*", "pied*", "pie", "pies", "piede", "piedi", "voet", "voeten", "calcane*", "heel*", "fersenbein*"]),
    paired("toe", &["TOE", "TOES"], &["toe", "toes", "zehe*", "grosszehe*", "orteil*", "dedo del pie", "alluce", "teen", "grote teen"]),
    paired("leg", &["LOWEREXTREMITY", "LEG", "LOWERLIMB", "LEGS"], &["lower extremit*", "lower limb*", "leg", "legs", "bein", "beine", "beinachse*", "untere extremitat*", "membre inferieur", "membres inferieurs", "miembro inferior", "arto inferiore", "onderste extremiteit*", "been", "benen"]),
];

/// Terms of Body Part Examined that mean several parts.
const SEVERAL: &[(&str, &[&str])] = &[
    ("CHESTABDOMEN", &["chest", "abdomen"]),
    ("CHESTABDPELVIS", &["chest", "abdomen", "pelvis"]),
    ("CHESTABDOMENPELVIS", &["chest", "abdomen", "pelvis"]),
    ("NECKCHEST", &["neck", "chest"]),
    ("NECKCHESTABDOMEN", &["neck", "chest", "abdomen"]),
    ("NECKCHESTABDPELV", &["neck", "chest", "abdomen", "pelvis"]),
    ("ABDOMENPELVIS", &["abdomen", "pelvis"]),
    ("HEADNECK", &["head", "neck"]),
    ("CTSPINE", &["cervical_spine", "thoracic_spine"]),
    ("TLSPINE", &["thoracic_spine", "lumbar_spine"]),
    ("CAP", &["chest", "abdomen", "pelvis"]),
    ("TAP", &["chest", "abdomen", "pelvis"]),
];

/// Abbreviations of several parts as whole words of a description.
const SEVERAL_WORDS: &[(&str, &[&str])] = &[
    ("cap", &["chest", "abdomen", "pelvis"]),
    ("tap", &["chest", "abdomen", "pelvis"]),
    ("abdopelv*", &["abdomen", "pelvis"]),
    ("abdominopelv*", &["abdomen", "pelvis"]),
    ("abdomino pelv*", &["abdomen", "pelvis"]),
    ("toracoabdom*", &["chest", "abdomen"]),
    ("thoracoabdom*", &["chest", "abdomen"]),
    ("thoraco abdomino pelv*", &["chest", "abdomen", "pelvis"]),
    ("thoracoabdominopelv*", &["chest", "abdomen", "pelvis"]),
    ("kopf hals", &["head", "neck"]),
];

/// Words that look like a part and are none, taken out first.
const NO_PART: &[&str] = &[
    "body coil",
    "head coil",
    "head first",
    "feet first",
    "foot first",
    "arms up",
    "arms down",
    "hand injection",
    "chest pain",
    "abdominal pain",
    "left arm injection",
    "right arm injection",
];

pub(super) fn is_paired(code: &str) -> bool {
    PARTS.iter().any(|part| part.code == code && part.paired)
}

/// Every code, from head to foot.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    PARTS.iter().map(|part| part.code)
}

/// The parts once each, from head to foot; a joint or organ speaks for the
/// region around it only if the region is not named itself.
pub(super) fn in_order(found: &[&'static str]) -> Vec<&'static str> {
    PARTS
        .iter()
        .map(|part| part.code)
        .filter(|code| found.contains(code))
        .collect()
}

/// The parts that a value of Body Part Examined (0018,0015) means; a value
/// that is no Defined Term is read as a description.
pub(super) fn examined(value: &str) -> Vec<&'static str> {
    let term: String = value
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if let Some((_, parts)) = SEVERAL.iter().find(|(known, _)| *known == term) {
        return in_order(parts);
    }
    match PARTS
        .iter()
        .find(|part| part.terms.contains(&term.as_str()))
    {
        Some(part) => vec![part.code],
        None => in_text(value),
    }
}

/// The parts that a description names. The longest spelling at each place
/// counts, so that "thoracic spine" is no chest.
pub(super) fn in_text(text: &str) -> Vec<&'static str> {
    let words = words::of(text);
    let mut rest = words.as_slice();
    let mut found: Vec<&'static str> = Vec::new();
    while !rest.is_empty() {
        let taken = match longest(rest) {
            Some((count, parts)) => {
                found.extend(parts);
                count
            }
            None => 1,
        };
        rest = rest.get(taken.max(1)..).unwrap_or_default();
    }
    in_order(&found)
}

/// The spelling that takes the most words at the beginning, of equals the
/// longest.
fn longest(words: &[String]) -> Option<(usize, Vec<&'static str>)> {
    let parts = PARTS.iter().flat_map(|part| {
        part.spellings
            .iter()
            .map(|spelling| (*spelling, vec![part.code]))
    });
    let several = SEVERAL_WORDS
        .iter()
        .map(|(spelling, codes)| (*spelling, codes.to_vec()));
    let none = NO_PART.iter().map(|spelling| (*spelling, Vec::new()));
    parts
        .chain(several)
        .chain(none)
        .filter_map(|(spelling, codes)| {
            words::matched(spelling, words).map(|count| (count, spelling.len(), codes))
        })
        .max_by_key(|(count, length, _)| (*count, *length))
        .map(|(count, _, codes)| (count, codes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_that_is_combined_exists_and_every_spelling_is_folded() {
        let known = |code: &str| PARTS.iter().any(|part| part.code == code);
        for (term, codes) in SEVERAL.iter().chain(SEVERAL_WORDS) {
            assert!(codes.iter().all(|code| known(code)), "{term}");
        }
        for part in PARTS {
            for spelling in part.spellings {
                let bare = spelling.replace('*', "");
                assert_eq!(words::of(&bare).join(" "), bare, "{}", part.code);
            }
        }
    }
}
