"""Top Shot: does it find the best frame, offer it only when it is better, and at what cost.

hit1, mrr, pair_acc   bursts of people never trained on, with known worth: the first frame is as
                      good as the best; one over the place of the first good frame; pairs in order
regret                worth lost by the first frame; a smile is worth 1
false_offer_pct       shutter frames as good as the best beside which another is offered
offer_pct             other shutter frames beside which another is offered
offer_better_pct      offers that are worth more than the shutter frame
subgroup_gap          largest difference of hit1 between two groups of at least five people, by
                      gender, age or ethnic group as they told them; subgroup_gap_p: how often as
                      large a gap comes by chance
real_top3, real_top1  spoiled real clips with a good frame among the first three, or first
blink_tpr             real blinks told at 1 % false alarms; _fixed: by one threshold for all
smile_pair, smile_auc smiles on photographs of unseen people: of one person, and across people
parity_p95_pct        farthest point of the mesh off MediaPipe's, % of the eyes' distance, each
                      picture on its own; parity_followed_p95_pct: followed over a clip
hdr_gain_db           noise taken off by merging eight frames, _moving where something moves;
                      hdr_ghost_ratio: coarse error where it moved, over the single frame's
advice_false_pct      good frames of which advice says something is wrong; advice_found_pct_...:
                      spoiled clips of which it says so within a second
cpu_ms                CPU time of a 640 x 480 frame with one face, all on; cpu_ms_720p: enlarged
"""

from pathlib import Path

from app.errors import UsageError
from models.store import open_store
from models.training.topshot.readings import load_networks
from tests.bench import hdr_quality, topshot_bursts, topshot_real
from tests.bench.report import Report
from tests.bench.topshot_advice import advice_figures
from tests.bench.topshot_parity import parity_figures
from tests.bench.topshot_speed import cpu_figures
from tests.conftest import SHARED

QUICK_PEOPLE = 12
DRAWS, QUICK_DRAWS = 2, 1
SPEED_FRAMES, QUICK_SPEED_FRAMES = 150, 60
SPEED_ROUNDS, QUICK_SPEED_ROUNDS = 5, 2


def measure(data: Path | None, quick: bool) -> Report:
    """Measure Top Shot on this machine.

    Raises:
        UsageError: the evaluation material is absent.
        ModelError: a network is absent and cannot be fetched.
    """
    folder = data if data is not None else SHARED / "topshot"
    if not (folder / "blink_labels.csv").is_file():
        raise UsageError(f"there is no evaluation material of Top Shot in {folder}; name --data")
    networks = load_networks(open_store())
    people = topshot_bursts.unseen_people(folder / "london480")
    chosen = people[:: max(1, len(people) // QUICK_PEOPLE)] if quick else people
    seeds = topshot_bursts.SEEDS[:1] if quick else topshot_bursts.SEEDS
    judged = topshot_bursts.judge(chosen, networks, seeds)
    clips = topshot_real.read_clips(folder, quick)
    face_clip = [frame.rgb for frame in clips[0].frames]
    return Report(
        "topshot",
        [
            *topshot_bursts.ranking_figures(judged),
            *topshot_bursts.offer_figures(judged),
            *topshot_bursts.subgroup_figures(judged),
            *topshot_real.top_figures(clips, networks, QUICK_DRAWS if quick else DRAWS),
            *topshot_real.blink_figures(clips, networks),
            *topshot_bursts.smile_figures(people, networks),
            *hdr_quality.measure(folder, quick),
            *advice_figures(clips, networks),
            *parity_figures(face_clip, networks, make=not quick),
            *cpu_figures(
                face_clip,
                networks,
                QUICK_SPEED_FRAMES if quick else SPEED_FRAMES,
                QUICK_SPEED_ROUNDS if quick else SPEED_ROUNDS,
            ),
        ],
    )
