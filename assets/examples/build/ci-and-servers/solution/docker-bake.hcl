variable "VERSION" {
  default = "dev"
}

group "default" {
  targets = ["parcel", "scale"]
}

target "parcel" {
  context    = "."
  dockerfile = "parcel.Dockerfile"
  tags       = ["localhost:5017/team/parcel:${VERSION}"]
}

target "scale" {
  context    = "."
  dockerfile = "scale.Dockerfile"
  tags       = ["localhost:5017/team/scale:${VERSION}"]
}
