# Asks without a pause, and notes whether an answer came.
while true; do
  if wget -q -T 5 -O /dev/null http://proxy/api/books; then
    echo answered
  else
    echo lost
  fi >> /log
done
