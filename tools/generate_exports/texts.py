"""What people, bots and agents write, by topic. ``{order}`` and ``{product}`` are filled in."""

from __future__ import annotations

REQUESTS: dict[str, tuple[str, ...]] = {
    "order_status": (
        "Hi, where is my order {order}? The tracking page has not changed for days.",
        "Hello, I ordered the {product} and it has still not arrived. When will it be delivered?",
        "My order {order} should have been here on Monday. Can you tell me where it is?",
        "Any news on {order}? The carrier says it never received the parcel.",
    ),
    "return_refund": (
        "I would like to return the {product}. How do I get a return label?",
        "I sent the {product} back last week and have not seen my money yet. Order {order}.",
        "How long do I have to send something back? The {product} is not for me.",
        "Can I exchange the {product} from order {order} for another colour?",
    ),
    "product_question": (
        "Does the {product} work with a 2019 laptop that only has USB-A ports?",
        "Is the {product} in stock in black, and how long would delivery to Cork take?",
        "What is the battery life of the {product} in normal use?",
        "Which cable do I need to connect the {product} to my TV?",
    ),
    "warranty": (
        "The {product} stopped charging after a few weeks. Is this covered by the warranty?",
        "My {product} switches itself off. How do I make a warranty claim for order {order}?",
        "The left side of the {product} has no sound any more. Can you repair it?",
    ),
    "payment": (
        "My card was charged twice for order {order}. Can you check this please?",
        "Your checkout refuses my card although it works in every other shop. What can I do?",
        "Can I still get an invoice with a VAT number for {order}?",
    ),
    "delivery_damage": (
        "The {product} arrived with a cracked screen. The box was crushed. Order {order}.",
        "One item of {order} is missing from the parcel, the {product}. What now?",
        "The parcel with the {product} was wet and the box had been opened.",
    ),
    "account": (
        "I cannot log in any more, the password reset mail never arrives. Can you help?",
        "How do I change the delivery address in my account?",
        "Please tell me how to change the e-mail address of my account.",
    ),
    "cancellation": (
        "Please cancel order {order}, I ordered the wrong {product}. Is it too late?",
        "Can I cancel {order} before it is shipped?",
        "I want to cancel the {product}, it takes far too long. How do I do that?",
    ),
}

BOT_ANSWERS: dict[str, tuple[str, ...]] = {
    "order_status": (
        "Your order is on its way. You can follow each step with the tracking link in your"
        " dispatch e-mail. Delivery in Ireland usually takes 2 to 4 working days.",
        "I have looked up your order: it is packed and waits for the carrier. As soon as it is"
        " scanned, the tracking page shows the expected day of delivery.",
    ),
    "return_refund": (
        "You can return any item within 30 days. Open Orders in your account, choose the item and"
        " print the return label. We refund within 5 working days after it reaches us.",
        "Refunds go back to the card you paid with, within 5 working days after the parcel has"
        " been checked in our warehouse.",
    ),
    "product_question": (
        "The product page lists all connections and dimensions under Technical details. An adapter"
        " from USB-C to USB-A is in the box.",
        "It is in stock in our Dublin warehouse and leaves the same day if you order before 15:00.",
    ),
    "warranty": (
        "All products carry a warranty of two years. Please fill in the warranty form in the help"
        " centre and attach a photo and your receipt.",
    ),
    "payment": (
        "A second line on your statement is usually a reservation, which your bank releases within"
        " 3 to 5 working days.",
        "We take Visa, Mastercard and PayPal. Invoices are under Orders in your account.",
    ),
    "delivery_damage": (
        "I am sorry to hear that. Please keep the packaging and upload photos with the damage form"
        " in the help centre. We send a replacement within 2 working days.",
    ),
    "account": (
        "You can change your details under My account. If the reset mail does not arrive, please"
        " look into the spam folder.",
    ),
    "cancellation": (
        "Orders can be cancelled under Orders in your account until they are packed. After that,"
        " please refuse the parcel or return it free of charge.",
    ),
}

AGENT_ANSWERS: dict[str, tuple[str, ...]] = {
    "order_status": (
        "Hi {first}, I have spoken to the carrier: your parcel is in the Athlone depot and will be"
        " delivered tomorrow before 14:00. Sorry for the wait.",
        "Hello {first}, the parcel had been held up. I have asked for it to be sent out first"
        " thing, and the new tracking number is in your inbox.",
    ),
    "return_refund": (
        "Hi {first}, the return label is attached. Drop the parcel at any post office and the"
        " refund follows within 5 working days.",
        "Hello {first}, I have released the refund today. Your bank needs 2 to 3 days to show it.",
    ),
    "product_question": (
        "Hi {first}, yes, that works: the adapter is in the box. It charges at 30 W that way.",
        "Hello {first}, it is in stock and I can reserve one for you until tomorrow evening.",
    ),
    "warranty": (
        "Hi {first}, this is covered. A pre-paid label is attached; the repair takes about 8"
        " working days.",
    ),
    "payment": (
        "Hi {first}, the second amount was a reservation only. I have released it with the"
        " payment provider.",
        "Hello {first}, the invoice with your VAT number is attached.",
    ),
    "delivery_damage": (
        "Hi {first}, I am sorry. A replacement leaves today; the courier takes the damaged one"
        " along.",
    ),
    "account": (
        "Hi {first}, I have changed this for you. Please sign in once with the link that I sent.",
    ),
    "cancellation": (
        "Hi {first}, I caught the order in time and cancelled it. The amount is released today.",
        "Hello {first}, it had left already, so please just refuse the parcel. We refund in full.",
    ),
}

CAME_BACK: dict[str, tuple[str, ...]] = {
    topic: (
        "Writing again, because this is still not sorted. " + requests[0],
        "Second attempt, I am no further than before. " + requests[1],
    )
    for topic, requests in REQUESTS.items()
}
MORE = (
    "OK, and how long does that take?",
    "Thank you. One more thing: do I have to pay for that?",
    "I see. Does the same apply if I paid with PayPal?",
    "And what if I no longer have the original box?",
)
AGAIN = (
    "It still does not work, I tried everything you wrote. What else can I do?",
    "Nothing has happened since your mail. Can you please check this again?",
    "Sorry, but the problem is back. Could you have another look?",
)
NOT_HELPFUL = (
    "That is not what I asked. I need to know what happens with my own order.",
    "I have read that page already, it does not answer my question.",
)
HUMAN_WANTED = (
    "Can I talk to a human please?",
    "I would like to speak to a real person.",
    "Please connect me with an agent.",
)
HANDOFF_NOTICES = (
    "I'll connect you with a member of our team. They will reply here as soon as they can.",
    "I am passing you to a colleague who will get back to you shortly.",
)
GREETINGS = (
    "Hi there! I'm the shop's virtual assistant. How can I help you today?",
    "Hello and welcome! Ask me anything about your order or our products.",
)
CLOSINGS = (
    "That worked, thanks!",
    "Great, thank you!",
    "Thanks a lot",
    "Perfect, thanks",
    "Thank you very much!",
    "Super, thanks 👍",
)
NOTES = (
    "Checked with the warehouse, parcel is at the carrier.",
    "Customer has contacted us before, see order history. Goodwill possible.",
    "Asked the payment provider, waiting for the answer.",
)
ACKS = (
    "Thank you for your message. We have received your request and will reply within one working"
    " day. This is an automatic message.",
)
OUT_OF_OFFICE = (
    "I am out of the office until Monday with no access to e-mail. In urgent cases please contact"
    " my colleagues. This is an automatic reply.",
    "Automatic reply: I am on annual leave and will answer when I am back.",
)
OUTBOUND = (
    "Hi {first}, your order {order} will be one day late, because a part of it is still on its way"
    " to our warehouse. Is that all right for you?",
    "Hello {first}, we noticed that the address of order {order} has no house number. Could you"
    " send it to us please?",
)
CAMPAIGNS = (
    "Hi {first}! Our spring sale has started: up to 20 % off headphones this week.",
    "New in the shop: smart plugs that measure your energy use. Have a look, {first}!",
)
SPAM = (
    "Dear webmaster, we offer first page ranking for your shop at a special price.",
    "You have won! Claim your voucher within 24 hours.",
)
GOOD_REMARKS = (None, None, "Quick and friendly.", "Exactly what I needed.")
BAD_REMARKS = (
    None,
    "Did not answer my question.",
    "I want to talk to a person, not a robot.",
    "Still no solution.",
)

SUBJECTS: dict[str, tuple[str, ...]] = {
    "order_status": ("Where is my order {order}", "Delivery of {order}"),
    "return_refund": ("Return of {product}", "Refund for {order}"),
    "product_question": ("Question about {product}",),
    "warranty": ("{product} is broken", "Warranty claim {order}"),
    "payment": ("Charged twice", "Payment for {order}"),
    "delivery_damage": ("Damaged parcel {order}", "{product} arrived broken"),
    "account": ("Cannot log in", "Change of my details"),
    "cancellation": ("Cancel {order}",),
}
