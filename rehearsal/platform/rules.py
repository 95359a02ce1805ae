"""The numbers the platform goes by. The vendor moves them, so a rehearsal can be given others."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rules:
    """Times in seconds, sizes in bytes of UTF-8 unless named otherwise. Vendor documents in brackets."""

    # Callbacks [90930]
    callback_deadline: float = 5.0
    verify_deadline: float = 1.0
    retries: int = 3
    passive_text: int = 2048
    # Tokens [91039]; how many wrong secrets are borne is not published
    token_life: int = 7200
    same_token_on_repeat: bool = True
    wrong_secrets: int = 5
    address_ban: int = 3600
    # Frequency [90312]
    calls_per_minute: int = 10_000
    calls_per_hour: int = 150_000
    address_per_minute: int = 20_000
    calls_at_once: int = 50
    # message/send [90236]
    recipients: int = 1000
    parties: int = 100
    tags: int = 100
    text: int = 2048
    markdown: int = 2048
    cut_long_markdown: bool = False
    member_per_minute: int = 30
    member_per_hour: int = 1000
    account_ceiling: int = 1000
    deliveries_per_account: int = 200
    duplicate_interval: int = 1800
    duplicate_interval_longest: int = 4 * 3600
    recall_within: int = 24 * 3600
    response_code_life: int = 72 * 3600
    # Groups owned by an app [90245, 90248]
    chat_smallest: int = 2
    chat_largest: int = 2000
    chat_creates_per_day: int = 1000
    chat_updates_per_hour: int = 1000
    chat_deliveries_per_minute: int = 20_000
    chat_deliveries_per_hour: int = 150_000
    chat_member_per_minute: int = 200
    chat_member_per_day: int = 10_000
    # Robots in groups [91770]; a live error of 2021 named 5120 as the enforced limit for text
    robot_per_minute: int = 20
    robot_text: int = 2048
    robot_markdown: int = 4096
    robot_image: int = 2 * 1024 * 1024
    # Media [90253]
    media_life: int = 3 * 24 * 3600
    media_smallest: int = 5
    image: int = 10 * 1024 * 1024
    voice: int = 2 * 1024 * 1024
    video: int = 10 * 1024 * 1024
    file: int = 20 * 1024 * 1024
    reads_encoded_filename: bool = False
    # Sign-in [91022]
    login_code_life: int = 300
    # Contacts: since 2022 the details are stripped, and some secrets may read ids only
    contact_details: bool = False
    contact_ids_only: bool = False
    # The documents speak of 40033 for JSON with \uXXXX; not seen on every tenant
    refuses_unicode_escapes: bool = False
