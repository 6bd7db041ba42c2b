"""What a regional office offers in a year: activities as such offices have published them."""

from services.demo.offers import (
    APPROVED,
    BY_ITSELF,
    CIRCLE,
    CREDITS,
    DAY,
    EVENING,
    HALF_DAY,
    MORNING,
    OFFERED,
    PASSING,
    SHARED_OUT,
    THREE_DAYS,
    TWO_DAYS,
    Offer,
)

_BASE = ("base_staff", "social_psychiatry")
_THERAPISTS = ("occupational_therapist", "physiotherapist")

OFFERS = (
    Offer(
        "Lågaffektivt bemötande", "course", "procured", "Bemötande och kommunikation", DAY, 40, 8, "Baspersonal",
        "En dag om att möta starka känslor utan att själv trappa upp. Vi varvar teori med situationer ur vardagen.",
        rules=SHARED_OUT, roles=_BASE, target_rule="warn", certificate_percent=80, always_at=(0.45,),
    ),
    Offer(
        "Tydliggörande pedagogik i vardagen", "course", "procured", "Autism och NPF", TWO_DAYS, 36, 6, "Baspersonal",
        "Två dagar om hur scheman, bildstöd och förberedelser gör vardagen begriplig. Uppgift att pröva på jobbet mellan dagarna.",
        rules=OFFERED, roles=_BASE, target_rule="warn", certificate_percent=80, always_at=(0.83,),
    ),
    Offer(
        "Autism hos vuxna – grundkurs", "course", "in_house", "Autism och NPF", DAY, 45, 7, "Alla som ger stöd till vuxna",
        "Vad autism är, hur det märks och vad som hjälper. Föreläsare med egen erfarenhet deltar.",
        certificate_percent=100, always_at=(0.05,),
    ),
    Offer(
        "Autism hos vuxna – fördjupning", "course", "in_house", "Autism och NPF", TWO_DAYS, 26, 3, "Du som har gått grundkursen",
        "Två dagar om sinnesintryck, utmattning och samsjuklighet. Vi utgår från grundkursen och från dina egna exempel.",
        prerequisite="Autism hos vuxna – grundkurs", certificate_percent=100, rules=OFFERED, always_at=(0.6, 0.96),
    ),
    Offer(
        "Alternativ och kompletterande kommunikation (AKK)", "course", "procured", "Bemötande och kommunikation",
        THREE_DAYS, 28, 4, "Baspersonal och arbetsterapeuter",
        "Tre dagar om tecken, bilder och samtalsmattor. Du får med dig material att använda direkt.",
        rules=OFFERED, roles=(*_BASE, "occupational_therapist"), target_rule="warn", certificate_percent=80,
    ),
    Offer(
        "Suicidprevention – våga fråga", "course", "cooperation", "Socialpsykiatri", HALF_DAY, 40, 6, "All personal",
        "Hur du ser tecken, ställer frågan och hjälper vidare. Hålls tillsammans med regionens psykiatri.",
        rules=SHARED_OUT,
    ),
    Offer(
        "Motiverande samtal – introduktion", "course", "procured", "Socialpsykiatri", TWO_DAYS, 30, 5, "Socialpsykiatri",
        "Grunderna i MI med mycket övning i små grupper.",
        rules=OFFERED, roles=("social_psychiatry", "nurse"), target_rule="warn", certificate_percent=80,
    ),
    Offer(
        "Åldrande och funktionsnedsättning", "lecture", "cooperation", "Hälsa och åldrande", EVENING, 70, 5, "All personal",
        "När kroppen åldras tidigare än åren säger. Om smärta, demens och hur vi anpassar stödet.",
        rules=BY_ITSELF,
    ),
    Offer(
        "Rätten att bestämma själv", "lecture", "in_house", "Delaktighet och självbestämmande", EVENING, 80, 5, "Alla",
        "En föreläsning om självbestämmande i bostad med särskild service, med exempel från sex kommuner.",
        rules=BY_ITSELF,
    ),
    Offer(
        "Psykisk ohälsa vid intellektuell funktionsnedsättning", "lecture", "procured", "Hälsa och åldrande", HALF_DAY,
        60, 5, "All personal",
        "Hur depression och ångest visar sig när orden saknas, och vad personalen kan göra.",
        rules=BY_ITSELF,
    ),
    Offer(
        "Att skriva genomförandeplaner tillsammans", "seminar", "in_house", "Delaktighet och självbestämmande", HALF_DAY,
        32, 6, "Baspersonal och chefer",
        "Ett arbetsseminarium. Ta med en egen plan, avidentifierad.",
        rules=PASSING, always_at=(0.35,),
    ),
    Offer(
        "Barnrättsperspektiv i LSS-handläggning", "seminar", "in_house", "Rättssäker handläggning", HALF_DAY, 30, 5,
        "Handläggare",
        "Barnkonventionen i utredning och beslut. Genomgång av domar från de senaste två åren.",
        roles=("case_officer",), target_rule="refuse",
    ),
    Offer(
        "Nya domar på LSS-området", "seminar", "procured", "Rättssäker handläggning", HALF_DAY, 40, 4, "Handläggare",
        "En jurist går igenom vad domstolarna har ändrat, och vad det betyder i utredningen.",
        roles=("case_officer", "manager"), target_rule="refuse",
    ),
    Offer(
        "Nätverk för LSS-handläggare", "network", "in_house", "Rättssäker handläggning", MORNING, 45, 4, "Handläggare",
        "Erfarenhetsutbyte mellan kommunerna. Deltagarna sätter dagordningen.",
        is_series=True, roles=("case_officer",), target_rule="refuse",
    ),
    Offer(
        "Nätverk för kompetensombud", "network", "in_house", "Delaktighet och självbestämmande", MORNING, 50, 4,
        "Kompetensombud",
        "Hur det vi lär oss på kurs kommer till nytta på enheten.",
        is_series=True, rules=BY_ITSELF, always_at=(0.15, 0.55, 0.92),
    ),
    Offer(
        "Nätverk för enhetschefer", "network", "in_house", "Chef och arbetsledning", MORNING, 40, 4, "Chefer",
        "Kollegialt stöd och aktuella frågor: bemanning, kvalitet, arbetsmiljö.",
        is_series=True, roles=("manager",), target_rule="refuse",
    ),
    Offer(
        "Nätverk för arbetsterapeuter och fysioterapeuter", "network", "cooperation", "Hälsa och åldrande", MORNING, 30, 3,
        "Arbetsterapeuter och fysioterapeuter",
        "Hjälpmedel, rörelse och samarbete med baspersonalen.",
        is_series=True, roles=_THERAPISTS, target_rule="warn",
    ),
    Offer(
        "Studiecirkel: Etik i vardagen", "study_circle", "in_house", "Bemötande och kommunikation", CIRCLE, 14, 5,
        "Baspersonal",
        "Fem träffar kring etiska dilemman, med en samtalsledare från kansliet.",
        certificate_percent=60,
    ),
    Offer(
        "Studiecirkel: Digital delaktighet", "study_circle", "cooperation", "Delaktighet och självbestämmande", CIRCLE, 14,
        4, "Baspersonal",
        "Prova digitala stöd tillsammans och planera hur de införs på enheten.",
    ),
    Offer(
        "Brukarråd som fungerar", "seminar", "cooperation", "Delaktighet och självbestämmande", HALF_DAY, 34, 4,
        "Chefer och baspersonal",
        "Hålls tillsammans med funktionsrättsrörelsen. Ni får verktyg för möten där alla kommer till tals.",
        rules=PASSING,
    ),
    Offer(
        "Leda nära – arbetsledning i små enheter", "course", "procured", "Chef och arbetsledning", TWO_DAYS, 24, 4, "Chefer",
        "Återkoppling, svåra samtal och handledning i vardagen.",
        roles=("manager",), target_rule="refuse", certificate_percent=80,
    ),
    Offer(
        "Arbete och daglig verksamhet – vägar vidare", "seminar", "cooperation", "Arbete och sysselsättning", DAY, 44, 4,
        "Personal i daglig verksamhet",
        "Goda exempel på övergång till arbete, tillsammans med Arbetsförmedlingen.",
    ),
    Offer(
        "Munhälsa och mat vid funktionsnedsättning", "lecture", "cooperation", "Hälsa och åldrande", EVENING, 60, 4,
        "Baspersonal och sjuksköterskor",
        "Tandhygienist och dietist om det som ofta glöms bort.",
        rules=BY_ITSELF,
    ),
    Offer(
        "Regiondagen för funktionshinderområdet", "conference", "cooperation", "Delaktighet och självbestämmande", DAY, 130,
        2, "Alla",
        "Årets mötesplats: forskning, goda exempel och samtal mellan kommunerna.",
    ),
    Offer(
        "Chefskonferens: Kvalitet och uppföljning", "conference", "in_house", "Chef och arbetsledning", DAY, 80, 2, "Chefer",
        "Hur vi vet att stödet gör nytta.",
    ),
    Offer(
        "Socialpsykiatrikonferensen", "conference", "cooperation", "Socialpsykiatri", DAY, 110, 2, "Socialpsykiatri",
        "Återhämtning, boendestöd och samverkan med vården.",
    ),
    Offer(
        "Specialpedagogik för stödpedagoger, 100 poäng", "credit_course", "procured", "Bemötande och kommunikation", CREDITS,
        26, 5, "Baspersonal",
        "Gymnasiekurs på distans med sex kursdagar. Betyg efter godkända uppgifter.",
        rules=APPROVED, roles=_BASE, target_rule="warn", certificate_percent=80, fee=4500, always_at=(0.02, 0.25, 0.87),
    ),
    Offer(
        "Stödpedagogik med inriktning autism, 7,5 hp", "credit_course", "procured", "Autism och NPF", CREDITS, 24, 3,
        "Stödpedagoger och handläggare",
        "Uppdragsutbildning på högskolenivå. Examination i grupp och enskilt.",
        rules=APPROVED, certificate_percent=80, fee=7800,
    ),
    Offer(
        "Samsjuklighet – introduktion", "course", "cooperation", "Socialpsykiatri", HALF_DAY, 45, 5, "All personal",
        "Vad det innebär att leva med både psykisk sjukdom och beroende, och hur insatserna hänger ihop.",
    ),
)
