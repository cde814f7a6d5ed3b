"""What is on record for a shopper: their orders and their account, told and never changed."""
