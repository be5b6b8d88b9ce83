"""What the page that describes the API says around the description."""

from typing import Final

from words.language import Phrases, Words

API_PAGE: Final = Phrases(
    {
        "other language": Words("Français", "English"),
        "problems": Words("Problems", "Problèmes"),
    }
)
say = API_PAGE.say
