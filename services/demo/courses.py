"""What a regional office offers in a year: activities as such offices have published them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """How an occasion runs: how many meetings, of how many hours, with how many days between them."""

    meetings: int
    starts: str
    hours: float
    days_between: int = 0


HALF_DAY = Pattern(1, "13:00", 3.5)
DAY = Pattern(1, "09:00", 7)
EVENING = Pattern(1, "15:00", 2)
TWO_DAYS = Pattern(2, "09:00", 7, days_between=14)
THREE_DAYS = Pattern(3, "09:00", 7, days_between=21)
CIRCLE = Pattern(5, "13:30", 2, days_between=14)
NETWORK = Pattern(3, "09:30", 2.5, days_between=42)
CREDITS = Pattern(6, "09:00", 6, days_between=14)


@dataclass(frozen=True)
class Offer:
    """An activity, and how often and for how many it is held in a year."""

    title: str
    kind: str
    form: str
    area: str
    pattern: Pattern
    places: int
    times: int
    audience: str
    description: str
    fee: int | None = None


OFFERS = (
    Offer(
        "Lågaffektivt bemötande", "course", "procured", "Bemötande och kommunikation", DAY, 40, 8, "Baspersonal",
        "En dag om att möta starka känslor utan att själv trappa upp. Vi varvar teori med situationer ur vardagen.",
    ),
    Offer(
        "Tydliggörande pedagogik i vardagen", "course", "procured", "Autism och NPF", TWO_DAYS, 36, 6, "Baspersonal",
        "Två dagar om hur scheman, bildstöd och förberedelser gör vardagen begriplig. Uppgift att pröva på jobbet mellan dagarna.",
    ),
    Offer(
        "Autism hos vuxna – grundkurs", "course", "in_house", "Autism och NPF", DAY, 45, 7, "Alla som ger stöd till vuxna",
        "Vad autism är, hur det märks och vad som hjälper. Föreläsare med egen erfarenhet deltar.",
    ),
    Offer(
        "Alternativ och kompletterande kommunikation (AKK)", "course", "procured", "Bemötande och kommunikation",
        THREE_DAYS, 28, 4, "Baspersonal och arbetsterapeuter",
        "Tre dagar om tecken, bilder och samtalsmattor. Du får med dig material att använda direkt.",
    ),
    Offer(
        "Suicidprevention – våga fråga", "course", "cooperation", "Socialpsykiatri", HALF_DAY, 40, 6, "All personal",
        "Hur du ser tecken, ställer frågan och hjälper vidare. Hålls tillsammans med regionens psykiatri.",
    ),
    Offer(
        "Motiverande samtal – introduktion", "course", "procured", "Socialpsykiatri", TWO_DAYS, 30, 5, "Socialpsykiatri",
        "Grunderna i MI med mycket övning i små grupper.",
    ),
    Offer(
        "Åldrande och funktionsnedsättning", "lecture", "cooperation", "Hälsa och åldrande", EVENING, 70, 5, "All personal",
        "När kroppen åldras tidigare än åren säger. Om smärta, demens och hur vi anpassar stödet.",
    ),
    Offer(
        "Rätten att bestämma själv", "lecture", "in_house", "Delaktighet och självbestämmande", EVENING, 80, 5, "Alla",
        "En föreläsning om självbestämmande i bostad med särskild service, med exempel från sex kommuner.",
    ),
    Offer(
        "Psykisk ohälsa vid intellektuell funktionsnedsättning", "lecture", "procured", "Hälsa och åldrande", HALF_DAY,
        60, 5, "All personal",
        "Hur depression och ångest visar sig när orden saknas, och vad personalen kan göra.",
    ),
    Offer(
        "Att skriva genomförandeplaner tillsammans", "seminar", "in_house", "Delaktighet och självbestämmande", HALF_DAY,
        32, 6, "Baspersonal och chefer",
        "Ett arbetsseminarium. Ta med en egen plan, avidentifierad.",
    ),
    Offer(
        "Barnrättsperspektiv i LSS-handläggning", "seminar", "in_house", "Rättssäker handläggning", HALF_DAY, 30, 5,
        "Handläggare",
        "Barnkonventionen i utredning och beslut. Genomgång av domar från de senaste två åren.",
    ),
    Offer(
        "Nya domar på LSS-området", "seminar", "procured", "Rättssäker handläggning", HALF_DAY, 40, 4, "Handläggare",
        "En jurist går igenom vad domstolarna har ändrat, och vad det betyder i utredningen.",
    ),
    Offer(
        "Nätverk för LSS-handläggare", "network", "in_house", "Rättssäker handläggning", NETWORK, 45, 3, "Handläggare",
        "Erfarenhetsutbyte mellan kommunerna. Deltagarna sätter dagordningen.",
    ),
    Offer(
        "Nätverk för kompetensombud", "network", "in_house", "Delaktighet och självbestämmande", NETWORK, 50, 3,
        "Kompetensombud",
        "Hur det vi lär oss på kurs kommer till nytta på enheten.",
    ),
    Offer(
        "Nätverk för enhetschefer", "network", "in_house", "Chef och arbetsledning", NETWORK, 40, 3, "Chefer",
        "Kollegialt stöd och aktuella frågor: bemanning, kvalitet, arbetsmiljö.",
    ),
    Offer(
        "Nätverk för arbetsterapeuter och fysioterapeuter", "network", "cooperation", "Hälsa och åldrande", NETWORK, 30, 2,
        "Arbetsterapeuter och fysioterapeuter",
        "Hjälpmedel, rörelse och samarbete med baspersonalen.",
    ),
    Offer(
        "Studiecirkel: Etik i vardagen", "study_circle", "in_house", "Bemötande och kommunikation", CIRCLE, 14, 5,
        "Baspersonal",
        "Fem träffar kring etiska dilemman, med en samtalsledare från kansliet.",
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
    ),
    Offer(
        "Leda nära – arbetsledning i små enheter", "course", "procured", "Chef och arbetsledning", TWO_DAYS, 24, 4, "Chefer",
        "Återkoppling, svåra samtal och handledning i vardagen.",
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
        26, 4, "Baspersonal",
        "Gymnasiekurs på distans med sex kursdagar. Betyg efter godkända uppgifter.", fee=4500,
    ),
    Offer(
        "Stödpedagogik med inriktning autism, 7,5 hp", "credit_course", "procured", "Autism och NPF", CREDITS, 24, 3,
        "Stödpedagoger och handläggare",
        "Uppdragsutbildning på högskolenivå. Examination i grupp och enskilt.", fee=7800,
    ),
    Offer(
        "Samsjuklighet – introduktion", "course", "cooperation", "Socialpsykiatri", HALF_DAY, 45, 5, "All personal",
        "Vad det innebär att leva med både psykisk sjukdom och beroende, och hur insatserna hänger ihop.",
    ),
)
