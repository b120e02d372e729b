# The sink and what it needs in Google Cloud: a service account that may write to one dataset, and the connector itself.
# The workers run as that service account, and have the masking key (README, "Make a key").
#
#   terraform apply -var project=my-project -var connect_url=http://connect.internal:8083

terraform {
  required_version = ">= 1.5"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0"
    }
    kafka-connect = {
      source  = "Mongey/kafka-connect"
      version = ">= 0.4"
    }
  }
}

variable "project" {
  type        = string
  description = "Google Cloud project that holds the dataset and is billed for the writes."
}

variable "dataset" {
  type        = string
  default     = "shop"
  description = "Dataset that the tables are in."
}

variable "location" {
  type    = string
  default = "EU"
}

variable "connect_url" {
  type        = string
  description = "Address of any worker's REST interface."
}

provider "google" {
  project = var.project
}

provider "kafka-connect" {
  url = var.connect_url
}

resource "google_service_account" "sink" {
  account_id   = "millrace-sink"
  display_name = "Kafka Connect to BigQuery"
}

resource "google_bigquery_dataset" "landing" {
  dataset_id = var.dataset
  location   = var.location
}

# Tables, rows and views, in this dataset only: the sink asks for nothing else, and runs no queries and no jobs
resource "google_bigquery_dataset_iam_member" "writes" {
  dataset_id = google_bigquery_dataset.landing.dataset_id
  role       = "roles/bigquery.dataEditor"
  member     = "serviceAccount:${google_service_account.sink.email}"
}

resource "kafka-connect_connector" "shop_to_bigquery" {
  name = "shop-to-bigquery"

  # The same file that curl posts; its credentials are the worker's own (application default credentials).
  config = merge(
    jsondecode(file("${path.module}/../connectors/bigquery-sink.json")).config,
    {
      "name"             = "shop-to-bigquery"
      "project"          = var.project
      "dataset"          = google_bigquery_dataset.landing.dataset_id
      "dataset.create"   = "false"
      "dataset.location" = var.location
      # What data catalogs are told that the tables are called
      "transforms.catalog.sink.name" = "${var.project}.${google_bigquery_dataset.landing.dataset_id}.$${topic:-1}"
    },
  )

  depends_on = [google_bigquery_dataset_iam_member.writes]
}
