"""Money: what funds may pay, from when to when, for what, and what waits for it."""

from tests.cases.conftest import Planner


def test_amount_of_a_fund(plan: Planner) -> None:
    """Funds pay no more than they have, and what nobody pays for does not happen.

    10 pumps at 10 each cost 100. A grant of 70 buys 7 of them; 3 are short. With 100 it is all 10.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 100, price: 10}
        funds:
          grant: {amount: 70}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"maker": {"2024-01-14": 7}}
    assert told.payments == {("grant", "maker"): {"2024-01-14": 70}}
    assert told.short == {"orders": 3}

    told = plan({"amount: 70": "amount: 100"})
    assert told.purchases == {"maker": {"2024-01-14": 10}}
    assert told.short == {"orders": 0}


def test_release_of_a_fund(plan: Planner) -> None:
    """A fund pays nothing before the day on which its money is released.

    The grant is there from 16 January on: the pumps come in what is left of that week, by the 21st, a week
    late: 10 · 7 = 70. Released on the 8th, they come by the 14th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 100, price: 10}
        funds:
          grant: {amount: 100, effective_start: 2024-01-16}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"maker": {"2024-01-21": 10}}
    assert told.late() == 10 * 7

    told = plan({"2024-01-16": "2024-01-08"})
    assert told.purchases == {"maker": {"2024-01-14": 10}}
    assert told.late() == 0


def test_condition_of_a_fund(plan: Planner) -> None:
    """A fund that needs a vote pays from the day of the vote on.

    The debate of 20 days ends with the vote on 21 January: the pumps come on that day, a week late: 70. A
    debate of 8 days ends on the 9th, and the pumps come by the 14th.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 100, price: 10}
        activities:
          debate: {days: 20}
        gates:
          voted: {needs: debate}
        funds:
          grant: {amount: 100, needs: voted}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.gates == {"voted": "2024-01-21"}
    assert told.payments == {("grant", "maker"): {"2024-01-21": 100}}
    assert told.late() == 10 * 7

    told = plan({"days: 20": "days: 8"})
    assert told.payments == {("grant", "maker"): {"2024-01-14": 100}}
    assert told.late() == 0


def test_vote_that_may_be_hastened(plan: Planner) -> None:
    """A vote is brought forward where money is needed sooner, and only there.

    The debate ends on 21 January, or for 5 more on the 11th. Pumps for the 14th need the money by then: it is
    hastened. Pumps for the 21st are bought on the day of the vote: it is not.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 100, price: 10}
        activities:
          debate: {days: 20, modes: {hastened: {days: 10, cost: 5}}}
        gates:
          voted: {needs: debate}
        funds:
          office: {pays_for: {activities: debate}}
          grant: {amount: 100, needs: voted, pays_for: {supplies: maker}}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.modes == {"debate": "hastened"}
    assert told.gates == {"voted": "2024-01-11"}
    assert told.payments == {("office", "debate"): {"2024-01-07": 5}, ("grant", "maker"): {"2024-01-14": 100}}
    assert told.late() == 0

    told = plan({"due: 2024-01-14": "due: 2024-01-21"})
    assert told.modes == {"debate": "normal"}
    assert told.payments == {("grant", "maker"): {"2024-01-21": 100}}
    assert told.late() == 0


def test_expiry_of_a_fund(plan: Planner) -> None:
    """A fund pays nothing after its last day; what is paid in advance must only be paid by then.

    A pump a day comes, 7 by 7 January and 3 from the 8th to the 10th, when the grant ends: 4 are short. Paid a
    week ahead, the 4 of the 11th to the 14th are paid on the 7th, and all 14 come.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, quantity: 1 per day, price: 10}
        funds:
          grant: {amount: 200, effective_end: 2024-01-10}
        demands:
          orders: {item: pump, site: hub, quantity: 14, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"maker": {"2024-01-07": 7, "2024-01-10": 3}}
    assert told.short == {"orders": 4}

    told = plan({"price: 10": "price: 10, payments: [{share: 1, days: -7}]"})
    assert told.purchases == {"maker": {"2024-01-07": 7, "2024-01-10": 3, "2024-01-14": 4}}
    assert told.payments == {("grant", "maker"): {"2024-01-07": 140}}
    assert told.short == {"orders": 0}


def test_purposes_of_a_fund(plan: Planner) -> None:
    """A fund pays only for what agrees with all that its purposes name.

    Pumps come from Poland to the hub, valves to the works, and on from there for nothing. A fund for parts
    buys the valves; one for Poland the pumps; one for the works the valves; one for a single supply that
    supply; one for parts of Poland neither; one without purposes both. An empty purse pays for nothing.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}, works: {country: UA}}
        items: {pump: {family: pumps}, valve: {family: parts}}
        supplies:
          pumps: {item: pump, site: hub, total: 100, price: 10, country: PL}
          valves: {item: valve, site: works, total: 100, price: 10}
        lanes:
          road: {origin: works, destination: hub, lead_time: 0 days}
        funds:
          grant: {pays_for: {families: parts}}
          purse: {amount: 0}
        demands:
          of-pumps: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
          of-valves: {item: valve, site: hub, quantity: 5, due: 2024-01-14}
    """
    purposes = {
        "{families: parts}": {"valves"},
        "{partners: PL}": {"pumps"},
        "{sites: works}": {"valves"},
        "{supplies: pumps}": {"pumps"},
        "{supplies: pumps, families: parts}": set(),
        "{families: parts, partners: PL}": set(),
        "{operations: []}": {"pumps", "valves"},
    }
    for written, bought in purposes.items():
        told = plan({"{families: parts}": written})
        assert told.purchases.keys() == bought
        assert told.short == {"of-pumps": 5 - 5 * ("pumps" in bought), "of-valves": 5 - 5 * ("valves" in bought)}


def test_two_funds(plan: Planner) -> None:
    """Of two funds the free money goes where the bound money cannot.

    A pump takes a motor for 10 and work for 10. Of 60 for anything and 40 for parts, 50 go to the work on 5
    pumps and 10, with the 40, to their motors. Of 40 for anything and 60 for parts the work is paid on 4 pumps.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {works: {country: UA}}
        items: {pump: {family: pumps}, motor: {family: parts}}
        operations:
          build: {site: works, makes: {pump: 1}, uses: {motor: 1}, lead_time: 0 days, cost: 10}
        supplies:
          motors: {item: motor, site: works, total: 100, price: 10}
        funds:
          budget: {amount: 60}
          kits: {amount: 40, pays_for: {families: parts}}
        demands:
          orders: {item: pump, site: works, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.runs == {"build": {"2024-01-14": 5}}
    assert told.payments == {
        ("budget", "build"): {"2024-01-14": 50},
        ("budget", "motors"): {"2024-01-14": 10},
        ("kits", "motors"): {"2024-01-14": 40},
    }

    told = plan({"amount: 60": "amount: 40", "amount: 40, pays": "amount: 60, pays"})
    assert told.runs == {"build": {"2024-01-14": 4}}
    assert told.payments == {("budget", "build"): {"2024-01-14": 40}, ("kits", "motors"): {"2024-01-14": 40}}


def test_currency_of_a_fund(plan: Planner) -> None:
    """A fund's money is worth what the rate of the day says on which it is spent.

    90 dollars at 0.9 are 81 euro: 8.1 pumps on the 14th; the others are 14 days short by the end: 1.9 · 14. One
    dollar then still buys more lateness than later at 1.2. Where pumps come from the 15th on, 90 dollars are
    108 euro, and all 10 are bought for 100 / 1.2 = 83 1/3.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        currencies:
          USD: {rates: [{rate: 0.9}, {rate: 1.2, effective_start: 2024-01-15}]}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 100, price: 10, effective_start: 2024-01-01}
        funds:
          grant: {amount: 90, currency: USD}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"maker": {"2024-01-14": 8.1}}
    assert told.payments == {("grant", "maker"): {"2024-01-14": 81}}
    assert told.left["grant"] == {"2024-01-07": 90, "2024-01-14": 0, "2024-01-21": 0, "2024-01-28": 0}
    assert told.late() == 1.9 * 14

    told = plan({"effective_start: 2024-01-01}": "effective_start: 2024-01-15}"})
    assert told.purchases == {"maker": {"2024-01-21": 10}}
    assert told.payments == {("grant", "maker"): {"2024-01-21": 100}}
    assert told.left["grant"]["2024-01-28"] == 90 - 100 / 1.2


def test_price_in_another_currency(plan: Planner) -> None:
    """What is priced in another currency costs what that is worth on the day of each payment.

    A pump is 10 dollars, half on arrival on the 14th at 0.9, half two weeks later at 1.2: 4.5 + 6 = 10.5 euro. A
    grant of 84 buys 8. At 1.2 on both days a pump is 12 euro: 7.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        currencies:
          USD: {rates: [{rate: 0.9}, {rate: 1.2, effective_start: 2024-01-22}]}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker:
            item: pump
            site: hub
            total: 100
            price: 10 USD
            payments: [{share: 0.5}, {share: 0.5, days: 14}]
            effective_start: 2024-01-08
            effective_end: 2024-01-14
        funds:
          grant: {amount: 84}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-14}
    """
    told = plan()
    assert told.purchases == {"maker": {"2024-01-14": 8}}
    assert told.payments == {("grant", "maker"): {"2024-01-14": 8 * 4.5, "2024-01-28": 8 * 6}}
    assert told.goals["cost"] == 84

    told = plan({"{rate: 0.9}, ": "", ", effective_start: 2024-01-22": ""})
    assert told.purchases == {"maker": {"2024-01-14": 7}}


def test_activity_waits_for_a_better_rate(plan: Planner) -> None:
    """An activity starts on the day from which the same money pays for it, if nothing needs it sooner.

    Tooling costs 55, the grant is 50 dollars: at 1.0 too little, at 1.2 from 15 January on 60. It starts on the
    15th and is done on the 22nd, and the pumps come by the 28th. At 1.2 from the start on it is done on the 8th.
    With a price of 50 dollars and 60 in the grant it could start at once for 50, and starts at once for pumps of
    the 14th; for those of the 28th it waits until 50 dollars are 40 euro.

        start: 2024-01-01
        until: 2024-02-04
        calendar: {weeks: 5}
        currencies:
          USD: {rates: [{rate: 1.0}, {rate: 1.2, effective_start: 2024-01-15}]}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: tooled}
        activities:
          tooling: {days: 7, cost: 55}
        gates:
          tooled: {needs: tooling}
        funds:
          grant: {amount: 50, currency: USD}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-14}
    """
    told = plan()
    assert told.steps == {"tooling": ("2024-01-15", "2024-01-22")}
    assert told.payments == {("grant", "tooling"): {"2024-01-21": 55}}
    assert told.late() == 5 * 14

    told = plan({"{rate: 1.0}, ": "", ", effective_start: 2024-01-15": ""})
    assert told.steps == {"tooling": ("2024-01-01", "2024-01-08")}

    cheaper = {"cost: 55": "cost: 50 USD", "amount: 50": "amount: 60", "rate: 1.2": "rate: 0.8"}
    told = plan(cheaper)
    assert told.steps == {"tooling": ("2024-01-01", "2024-01-08")}
    assert told.goals["project cost"] == 50

    told = plan({**cheaper, "due: 2024-01-14": "due: 2024-01-28"})
    assert told.steps == {"tooling": ("2024-01-15", "2024-01-22")}
    assert told.goals["project cost"] == 40


def test_milestones_of_a_payment(plan: Planner) -> None:
    """What is paid in parts is paid on each of their days, before and after the event.

    Half is paid a fortnight before arrival, half a fortnight after: pumps of 28 January on the 14th and on
    11 February. With a grant from the 16th on the advance for them would come too soon: they come by
    4 February, their advance paid on the 21st, a week late: 70. Paid on arrival they come in time.

        start: 2024-01-01
        until: 2024-02-25
        calendar: {weeks: 8}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker:
            item: pump
            site: hub
            total: 100
            price: 10
            payments: [{share: 0.5, days: -14}, {share: 0.5, days: 14}]
        funds:
          grant: {amount: 100, effective_start: 2024-01-01}
        demands:
          orders: {item: pump, site: hub, quantity: 10, due: 2024-01-28}
    """
    told = plan()
    assert told.purchases == {"maker": {"2024-01-28": 10}}
    assert told.payments == {("grant", "maker"): {"2024-01-14": 50, "2024-02-11": 50}}

    told = plan({"2024-01-01}": "2024-01-16}"})
    assert told.purchases == {"maker": {"2024-02-04": 10}}
    assert told.payments == {("grant", "maker"): {"2024-01-21": 50, "2024-02-18": 50}}
    assert told.late() == 10 * 7

    told = plan({"2024-01-01}": "2024-01-16}", "\n    payments: [{share: 0.5, days: -14}, {share: 0.5, days: 14}]": ""})
    assert told.purchases == {"maker": {"2024-01-28": 10}}
    assert told.payments == {("grant", "maker"): {"2024-01-28": 100}}


def test_cash(plan: Planner) -> None:
    """The cash table has of each fund what was released, spent, and what may still be spent.

    100 are released on the 8th, and lapse after the 21st. 5 pumps are paid on the 14th and 3 on the 21st: 50,
    then 20 are left, and nothing before and after. Without expiry the 20 stay; without release there are 100
    from the first day on.

        start: 2024-01-01
        until: 2024-01-28
        calendar: {weeks: 4}
        sites: {hub: {country: UA}}
        items: {pump: {}}
        supplies:
          maker: {item: pump, site: hub, total: 100, price: 10}
        funds:
          grant: {amount: 100, effective_start: 2024-01-08, effective_end: 2024-01-21}
        demands:
          first: {item: pump, site: hub, quantity: 5, due: 2024-01-14}
          second: {item: pump, site: hub, quantity: 3, due: 2024-01-21}
    """
    told = plan()
    assert told.released["grant"] == dict(zip(told.ends, (0, 100, 100, 100), strict=True))
    assert told.spent["grant"] == dict(zip(told.ends, (0, 50, 80, 80), strict=True))
    assert told.left["grant"] == dict(zip(told.ends, (0, 50, 20, 0), strict=True))

    told = plan({", effective_end: 2024-01-21": ""})
    assert told.left["grant"] == dict(zip(told.ends, (0, 50, 20, 20), strict=True))

    told = plan({", effective_start: 2024-01-08": ""})
    assert told.left["grant"] == dict(zip(told.ends, (100, 50, 20, 0), strict=True))


def test_activity_waits_for_money(plan: Planner) -> None:
    """An activity that costs money starts when its money is released.

    Tooling of 14 days waits for the grant of 16 January and is done on the 30th: the pumps come by
    4 February, 14 days late: 70. Where it costs nothing, or the money is there, it is done on the 15th.

        start: 2024-01-01
        until: 2024-02-11
        calendar: {weeks: 6}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: tooled}
        activities:
          tooling: {days: 14, cost: 50}
        gates:
          tooled: {needs: tooling}
        funds:
          grant: {amount: 50, effective_start: 2024-01-16}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-21}
    """
    told = plan()
    assert told.steps == {"tooling": ("2024-01-16", "2024-01-30")}
    assert told.payments == {("grant", "tooling"): {"2024-01-21": 50}}
    assert told.deliveries == {"orders": {"2024-02-04": 5}}
    assert told.late() == 5 * 14

    for change in ({", cost: 50": ""}, {", effective_start: 2024-01-16": ""}):
        told = plan(change)
        assert told.steps == {"tooling": ("2024-01-01", "2024-01-15")}
        assert told.deliveries == {"orders": {"2024-01-21": 5}}


def test_activity_waits_for_money_of_its_second_payment(plan: Planner) -> None:
    """An activity starts so that each of its payments falls on a day with money for it.

    Of 50 a fifth is paid on the start and the rest 14 days later. 10 are there at once, 40 from 16 January
    on: tooling starts on the 2nd and is done on the 16th, and the pumps come by the 21st. Paid on the start in
    full it waits for the 16th, and is done on the 30th.

        start: 2024-01-01
        until: 2024-02-11
        calendar: {weeks: 6}
        sites: {works: {country: UA}}
        items: {pump: {}}
        operations:
          build: {site: works, makes: {pump: 1}, lead_time: 0 days, needs: tooled}
        activities:
          tooling: {days: 14, cost: 50, payments: [{share: 0.2}, {share: 0.8, days: 14}]}
        gates:
          tooled: {needs: tooling}
        funds:
          purse: {amount: 10}
          grant: {amount: 40, effective_start: 2024-01-16}
        demands:
          orders: {item: pump, site: works, quantity: 5, due: 2024-01-21}
    """
    told = plan()
    assert told.steps == {"tooling": ("2024-01-02", "2024-01-16")}
    assert told.payments == {("purse", "tooling"): {"2024-01-07": 10}, ("grant", "tooling"): {"2024-01-21": 40}}
    assert told.late() == 0

    told = plan({", payments: [{share: 0.2}, {share: 0.8, days: 14}]": ""})
    assert told.steps == {"tooling": ("2024-01-16", "2024-01-30")}
    assert told.late() == 5 * 14
