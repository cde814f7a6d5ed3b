"""What shoppers wrote and Aisle did not understand, filed by an engineer under the intent it has."""
