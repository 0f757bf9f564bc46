docker build --quiet --secret id=token,src=token.txt --tag sealed:1 .
