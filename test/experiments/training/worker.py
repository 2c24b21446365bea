"""Trains networks and asks them, one request after the other.

Standard input, a line of JSON each:
  {"do": "train", "folder"}: trains the network of `folder/job.json` (a `TrainingJob`, training-job.ts, with `people`: the
    folder of the pictures, or null for random ones) and writes `weights.pt` and `run.json` ({"curve", "parameters",
    "seconds"}) there.
  {"do": "predict", "folder", "pictures", "out"}: writes what the network of that folder answers to the pictures
    (indices into the set) to the file `out`, little endian float32: maps as [pictures, height, width, joints], or for R1
    coordinates as [pictures, joints, 2] in px of the 64 x 64 picture.
  {"do": "volumes", "job", "out"}: trains the network of the file `job` (a `VolumetricJob`, volumetric-jobs.ts, with
    `people`) and writes where it sees the joints of the test pictures to the file `out`, little endian float32, [pictures,
    joints, 3]: x and y in px of the picture, z in metres.
Standard output, a line of JSON each: {"epoch", "loss", "error"} after every epoch of a training ({"step", "loss"} after every
tenth of one in 3D), {"done": true} when a
request has been carried out. Ends when standard input does, even in the midst of a training.
"""

import json
import os
import queue
import sys
import threading
import time
from typing import Any, Dict, List

import torch

from dataset import SIDE, People, random_people, read_people
from train import create_network, train
from volumetric_train import DeepPeople, locate, train_volumes

Request = Dict[str, Any]


def requests_of_parent() -> "queue.Queue[Request]":
    """What is asked. When the parent is gone, and with it the other end of standard input, this process ends."""
    asked: "queue.Queue[Request]" = queue.Queue()

    def listen() -> None:
        rest = b""
        while True:
            read = os.read(0, 1 << 16)
            if not read:
                os._exit(0)
            *lines, rest = (rest + read).split(b"\n")
            for line in lines:
                asked.put(json.loads(line))

    threading.Thread(target=listen, daemon=True).start()
    return asked


def tell(line: Dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


class Shelf:
    """The set of pictures that was used last."""

    def __init__(self) -> None:
        self.known: Dict[str, People] = {}

    def open(self, folder: "str | None") -> People:
        if folder is None:
            return random_people(1, {"train": 128, "validation": 32, "test": 32})
        if folder not in self.known:
            self.known = {folder: read_people(folder)}
        return self.known[folder]


def job_of(folder: str) -> Dict[str, Any]:
    with open(os.path.join(folder, "job.json"), encoding="utf8") as file:
        return json.load(file)


def do_train(folder: str, shelf: Shelf) -> None:
    started = time.process_time()
    job = job_of(folder)
    network, curve = train(job, shelf.open(job["people"]), tell)
    torch.save(network.state_dict(), os.path.join(folder, "weights.pt"))
    parameters = sum(each.numel() for each in network.parameters())
    seconds = round(time.process_time() - started, 2)
    with open(os.path.join(folder, "run.json"), "w", encoding="utf8") as file:
        json.dump({"curve": curve, "parameters": parameters, "seconds": seconds}, file)


def do_predict(folder: str, pictures: List[int], out: str, shelf: Shelf) -> None:
    job = job_of(folder)
    people = shelf.open(job["people"])
    network = create_network(job)
    network.load_state_dict(torch.load(os.path.join(folder, "weights.pt")))
    network.to(memory_format=torch.channels_last).eval()
    with open(out, "wb") as file, torch.no_grad():
        for first in range(0, len(pictures), 64):
            answer = network(people.batch(pictures[first : first + 64], job["input"])[0])
            answer = answer * SIDE if job["map"] is None else answer.permute(0, 2, 3, 1)
            file.write(answer.contiguous().numpy().astype("<f4").tobytes())


def do_volumes(path: str, out: str, shelf: Shelf) -> None:
    with open(path, encoding="utf8") as file:
        job = json.load(file)
    people = DeepPeople(shelf.open(job["people"]), job["people"])
    locate(job, people, train_volumes(job, people, tell)).tofile(out)


def main() -> None:
    # One thread a process: two processes of one thread train more than one of two.
    torch.set_num_threads(1)
    asked = requests_of_parent()
    shelf = Shelf()
    while True:
        request = asked.get()
        if request["do"] == "train":
            do_train(request["folder"], shelf)
        elif request["do"] == "predict":
            do_predict(request["folder"], request["pictures"], request["out"], shelf)
        elif request["do"] == "volumes":
            do_volumes(request["job"], request["out"], shelf)
        else:
            raise ValueError(f"There is nothing called {request['do']} to do.")
        tell({"done": True})


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        # The listening thread would keep a failed process waiting for the parent.
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
