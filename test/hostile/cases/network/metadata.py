# what: asks the metadata service of a cloud
# expect: network
import urllib.request

print("BREACH", urllib.request.urlopen("http://169.254.169.254/latest/meta-data/", timeout=3).read())
