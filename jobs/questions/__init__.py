"""What anybody may ask of the book and the tariff; nothing here changes either."""
